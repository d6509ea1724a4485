/** Colours of authors: the server maps client ids to people, the document maps letters to client ids. */
import "./authors.css"
import { RangeSetBuilder, StateEffect, StateField } from "@codemirror/state"
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view"
import { html, render } from "lit-html"
import type * as Y from "yjs"
import { ask } from "../screen/ask.ts"
import { remember, remembered } from "../screen/storage.ts"
import { fullDay, clock as time } from "../screen/when.ts"
import { type Copy, clientRuns, letterAt, mayPutBack } from "../text/letters.ts"
import { t } from "../words.ts"
import { shares } from "./shares.ts"

interface Author {
  readonly name: string | null
  readonly colour: number
  readonly clients: readonly number[]
}

interface Run {
  readonly from: number
  to: number
  readonly author: Author | undefined
}

/** Debounces of drawing the colours, and of asking for the author at the caret. */
const REST_MS = 120
const TELL_MS = 400
/** Until the server is asked whose the letters are that were put back. */
const ASK_MS = 700
const KEPT = "pochette.authors"

const setColours = StateEffect.define<DecorationSet>()
const colours = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (value, change) =>
    change.effects.reduce(
      (is, effect) => (effect.is(setColours) ? effect.value : is),
      value.map(change.changes),
    ),
  provide: self => EditorView.decorations.from(self),
})

const nameOf = (author: Author | undefined) => author?.name ?? t("editor.anonymous")

/** True if this browser shows the colours in every note that it opens. */
export const areWanted = () => remembered(KEPT) === "1"

/** `text` gives the shared text of the present session; `strip` shows the names and the author at the caret. */
export class Authors {
  readonly #view: EditorView
  readonly #note: string
  readonly #text: () => Y.Text
  readonly #strip: HTMLElement
  #people: readonly Author[] = []
  #byClient = new Map<number, Author>()
  #copies: readonly Copy[] = []
  #unknown = new Set<number>()
  #watched: Y.Text | undefined
  #rest = 0
  #asks = 0
  #caret = 0
  #status = ""
  #isOn = false

  constructor(view: EditorView, note: string, text: () => Y.Text, strip: HTMLElement) {
    this.#view = view
    this.#note = note
    this.#text = text
    this.#strip = strip
  }

  get isOn(): boolean {
    return this.#isOn
  }

  /** Shows the colours, or takes them away again. */
  async turn(): Promise<void> {
    this.#isOn = !this.#isOn
    remember(KEPT, this.#isOn ? "1" : "0")
    this.#strip.hidden = !this.#isOn
    if (this.#isOn) await this.#learn()
    this.draw()
  }

  /** The text or the caret has moved. */
  moved(): void {
    if (!this.#isOn) return
    clearTimeout(this.#rest)
    this.#rest = window.setTimeout(() => this.draw(), REST_MS)
    clearTimeout(this.#caret)
    this.#caret = window.setTimeout(() => void this.#showAuthor(), TELL_MS)
  }

  /** The server knows which letters were put back; who hears of them asks, once they rest. */
  #watch(): void {
    const text = this.#text()
    if (text === this.#watched) return
    this.#watched = text
    text.observe((_event, transaction) => {
      if (!this.#isOn || !mayPutBack(transaction)) return
      clearTimeout(this.#asks)
      this.#asks = window.setTimeout(() => void this.#learn().then(() => this.draw()), ASK_MS)
    })
  }

  draw(): void {
    this.#watch()
    const { state } = this.#view
    if (state.field(colours, false) === undefined)
      this.#view.dispatch({ effects: StateEffect.appendConfig.of(colours) })
    const builder = new RangeSetBuilder<Decoration>()
    const letters = new Map<Author | undefined, number>()
    for (const { from, to, author } of this.#isOn ? this.#runs() : []) {
      letters.set(author, (letters.get(author) ?? 0) + to - from)
      if (author) builder.add(from, Math.min(to, state.doc.length), colour(author))
    }
    this.#view.dispatch({ effects: setColours.of(builder.finish()) })
    if (this.#isOn) this.#drawStrip(letters)
  }

  /** The text in runs of one author, who has a client id for each visit. */
  #runs(): Run[] {
    const runs: Run[] = []
    for (const { from, to, client } of clientRuns(this.#text(), this.#copies)) {
      const author = this.#byClient.get(client)
      if (!author) this.#learnSoon(client)
      const last = runs.at(-1)
      if (last && last.author === author) last.to = to
      else runs.push({ from, to, author })
    }
    return runs
  }

  /** Fetches the authors again for an unknown client id: a new person, or an imported text. */
  #learnSoon(client: number): void {
    if (this.#unknown.has(client)) return
    this.#unknown.add(client)
    window.setTimeout(() => void this.#learn().then(() => this.draw()), REST_MS)
  }

  async #learn(): Promise<void> {
    const told = await ask<{ people: Author[]; copies: Copy[] }>("GET", `${this.#note}/authors`)
    if ("refusal" in told) return
    this.#people = told.body.people
    this.#copies = told.body.copies
    this.#byClient = new Map(
      this.#people.flatMap(author => author.clients.map(client => [client, author] as const)),
    )
  }

  #drawStrip(letters: ReadonlyMap<Author | undefined, number>): void {
    const seen = [...letters].sort(([, one], [, other]) => other - one)
    const parts = shares(seen.map(([, count]) => count))
    const named = (author: Author | undefined) =>
      author
        ? html`<i class="c${author.colour}"></i>${nameOf(author)}`
        : html`<i class="nobody"></i>${t("authors.nobody")}`
    render(
      html`<ul aria-label=${t("authors.title")}>${seen.map(
        ([author], at) =>
          html`<li>${named(author)} <b>${t("authors.share", { share: parts[at] ?? 0 })}</b></li>`,
      )}</ul>
        <span class="grow"></span><span class="told" role="status">${this.#status || t("authors.hint")}</span>`,
      this.#strip,
    )
  }

  /** Shows the author at the caret, and the time. */
  async #showAuthor(): Promise<void> {
    const { head } = this.#view.state.selection.main
    const letter = letterAt(this.#text(), Math.max(0, head - 1))
    const [client, clock] = letter ?? []
    const author = client === undefined ? undefined : this.#byClient.get(client)
    this.#status = letter && !author ? t("authors.nobody") : ""
    if (letter && author) {
      const told = await ask<{ at: string }>("GET", `${this.#note}/letter/${client}/${clock}`)
      if (this.#view.state.selection.main.head !== head) return
      const at = "body" in told ? new Date(told.body.at) : undefined
      this.#status = [nameOf(author), at && `${fullDay(at)}, ${time(at)}`].filter(Boolean).join(", ")
    }
    const place = this.#strip.querySelector(".told")
    if (place) this.draw()
  }
}

const colour = (author: Author) =>
  Decoration.mark({ class: `by a${author.colour}`, attributes: { title: nameOf(author) } })
