/** Comments beside a note: on passages, as proposals of other wording, and as general talk. */
import "./comments.css"
import { EditorView } from "@codemirror/view"
import { render } from "lit-html"
import type * as Y from "yjs"
import { ask } from "../screen/ask.ts"
import { remember, remembered } from "../screen/storage.ts"
import { letterAt } from "../text/letters.ts"
import { t } from "../words.ts"
import { type Actions, commentList, type Draft } from "./list.ts"
import { type Marked, markPassages } from "./marks.ts"
import { mentions } from "./names.ts"
import { offerNames } from "./offer.ts"
import { placeOf, type Thread } from "./thread.ts"

const REST_MS = 200
/** As in the styles. */
const NARROW = 760

export interface Desk {
  readonly view: EditorView
  /** The address of the note. */
  readonly note: string
  /** The id of the note; key of the time until which this device has seen its comments. */
  readonly id: string
  readonly mayEdit: boolean
  /** Elements of the list of threads and of their count. */
  readonly aside: HTMLElement
  readonly inside: HTMLElement
  readonly counts: NodeListOf<HTMLElement>
  text(): Y.Text
  /** One's own name. */
  me(): string | null
  /** Names of the other visitors who are online. */
  others(): readonly { readonly name: string | null }[]
  copyLink(hash: string): unknown
}

export class Comments {
  readonly #desk: Desk
  #threads: readonly Thread[] = []
  /** Names of the note's authors. */
  #writers: readonly string[] = []
  #current: string | undefined
  #draft: (Draft & { readonly from: number; readonly to: number }) | undefined
  /** The moment of the last word that was seen, and that of when the threads were shown. */
  #seen: string | undefined
  #seenBefore = ""
  #isEnded = false
  #refusal = ""
  #rest = 0

  constructor(desk: Desk) {
    this.#desk = desk
    offerNames(desk.inside, () => this.#names.filter(name => name !== desk.me()))
  }

  /** Fetches all threads. */
  async load(): Promise<void> {
    const told = await ask<{ threads: Thread[]; writers: string[] }>("GET", `${this.#desk.note}/comments`)
    if ("body" in told) ({ threads: this.#threads, writers: this.#writers } = told.body)
    // Comments from before the first visit of this device are not new.
    this.#seen ??= remembered(this.#key) ?? this.#newest
    if (!this.#desk.aside.hidden) this.#see()
    this.draw()
  }

  /** Shows the thread of this number; false where there is none. */
  open(number: number): boolean {
    const thread = this.#threads.find(one => one.number === number)
    if (!thread) return false
    this.#isEnded = thread.kind !== "talk" && thread.state !== "open"
    this.#choose(thread.id)
    return true
  }

  /** The text has moved under the passages. */
  moved(): void {
    clearTimeout(this.#rest)
    this.#rest = window.setTimeout(() => this.draw(), REST_MS)
  }

  /** Shows the threads, or hides them again. */
  toggle(): void {
    this.#show(this.#desk.aside.hidden === true)
  }

  /** Begins a thread at what is selected, or at the line of the caret. */
  compose(): void {
    const { view } = this.#desk
    const { main } = view.state.selection
    const { from, to } = main.empty ? view.state.doc.lineAt(main.head) : main
    this.#draft =
      from < to
        ? { from, to, quote: view.state.sliceDoc(from, to), isProposal: false, isSame: true }
        : undefined
    this.#isEnded = false
    this.#show(true)
    this.#desk.inside.querySelector<HTMLElement>(".draft textarea, .talk textarea")?.focus()
  }

  get #key(): string {
    return `pochette.said.${this.#desk.id}`
  }

  /** Names that can be mentioned, one's own too: visitors online, commenters, authors. */
  get #names(): string[] {
    const said = this.#threads.flatMap(({ comments }) => comments)
    const names = [...[...this.#desk.others(), ...said].map(({ name }) => name), ...this.#writers]
    const known = new Set(names.filter(name => name !== null && name !== t("editor.anonymous")))
    return [...known] as string[]
  }

  get #newest(): string {
    const moments = this.#threads.flatMap(({ comments }) => comments.map(({ at }) => at))
    return moments.sort().at(-1) ?? ""
  }

  /** Marks all comments as seen. */
  #see(): void {
    this.#seen = this.#newest
    remember(this.#key, this.#seen)
  }

  draw(): void {
    const { view, text, mayEdit, aside, inside, counts } = this.#desk
    const said = this.#threads.flatMap(({ comments }) => comments)
    const seen = this.#seen ?? ""
    const names = this.#names
    const me = this.#desk.me()
    const citesMe = (text: string) => me !== null && mentions(text, me, names)
    const fresh = said.filter(({ at, is_mine }) => !is_mine && at > seen)
    const unseen = fresh.length
    const cites = fresh.filter(({ text }) => citesMe(text)).length
    const count = t("comments.fresh", { count: unseen })
    const news = cites > 0 ? t("comments.freshCites", { fresh: count, count: cites }) : count
    const open = this.#threads.filter(({ kind, state }) => kind !== "talk" && state === "open")
    const places: Marked[] = []
    const orphans = new Set<string>()
    for (const thread of open) {
      const place = placeOf(text(), thread)
      if (place) places.push({ ...place, thread: thread.id, isCurrent: thread.id === this.#current })
      else orphans.add(thread.id)
    }
    if (this.#draft) places.push({ ...this.#draft, thread: "", isCurrent: true })
    markPassages(view, places, thread => this.#choose(thread))
    for (const place of counts) {
      place.hidden = open.length + unseen === 0
      const button = place.closest("button")
      // In the bar there is no room for more than a sign.
      const told = cites > 0 && button?.matches(".tool") ? `@ ${count}` : news
      place.textContent = unseen > 0 ? told : String(open.length)
      if (button) button.title = unseen > 0 ? news : ""
      place.classList.toggle("fresh", unseen > 0)
    }
    document.body.classList.toggle("unseen", unseen > 0)
    document.body.classList.toggle("cited", cites > 0)
    // Drawing a hidden list would only cost time.
    if (aside.hidden) return
    const order = new Map(places.map(({ thread, from }) => [thread, from]))
    const threads = this.#threads.toSorted(
      (a, b) => (order.get(a.id) ?? 1e9) - (order.get(b.id) ?? 1e9) || a.number - b.number,
    )
    const ended = this.#threads.filter(({ kind, state }) => kind !== "talk" && state !== "open").length
    const shown = {
      threads,
      orphans,
      current: this.#current,
      isEnded: this.#isEnded,
      ended,
      open: open.length,
      seenBefore: this.#seenBefore,
      names,
      citesMe,
    }
    render(
      commentList({ ...shown, draft: this.#draft, mayEdit, refusal: this.#refusal }, this.#actions),
      inside,
    )
  }

  readonly #actions: Actions = {
    choose: thread => this.#choose(thread),
    filter: isEnded => {
      this.#isEnded = isEnded
      this.draw()
    },
    answer: (thread, text) => this.#send("POST", "comments", { text, thread: thread.id }),
    talk: text => this.#send("POST", "comments", { text }),
    begin: (text, proposed) => this.#begin(text, proposed),
    propose: isProposal => {
      if (this.#draft) this.#draft = { ...this.#draft, isProposal, isSame: true }
      this.draw()
    },
    reword: isSame => {
      if (!this.#draft || this.#draft.isSame === isSame) return
      this.#draft = { ...this.#draft, isSame }
      this.draw()
    },
    cancel: () => {
      this.#draft = undefined
      this.draw()
      this.#desk.view.focus()
    },
    end: (thread, state) => void this.#send("PUT", `threads/${thread.id}`, { state }),
    copyLink: ({ number }) => void this.#desk.copyLink(`#c-${number}`),
    remove: comment => void this.#send("DELETE", `comments/${comment.id}`),
  }

  async #begin(text: string, proposed: string): Promise<boolean> {
    const draft = this.#draft
    if (!draft) return false
    const shared = this.#desk.text()
    const [first, last] = [letterAt(shared, draft.from), letterAt(shared, draft.to - 1)]
    const place = { first, last, quote: draft.quote }
    const isTaken = await this.#send("POST", "comments", {
      text,
      ...place,
      ...(proposed ? { proposed } : {}),
    })
    if (isTaken) {
      this.#draft = undefined
      this.draw()
    }
    return isTaken
  }

  async #send(method: string, path: string, wish?: object): Promise<boolean> {
    const told = await ask(method, `${this.#desk.note}/${path}`, wish)
    this.#refusal = "refusal" in told ? told.refusal : ""
    await this.load()
    return !this.#refusal
  }

  #choose(id: string): void {
    this.#current = id
    this.#show(true)
    const thread = this.#threads.find(one => one.id === id)
    const place = thread && placeOf(this.#desk.text(), thread)
    // On a narrow screen the threads cover the lower part of the text: scroll the passage to the upper one.
    const y = innerWidth > NARROW ? "center" : "start"
    if (place)
      this.#desk.view.dispatch({ effects: EditorView.scrollIntoView(place.from, { y, yMargin: 90 }) })
    document.getElementById(`comment-${thread?.number}`)?.scrollIntoView({ block: "nearest" })
  }

  #show(isShown: boolean): void {
    const { aside } = this.#desk
    if (isShown && aside.hidden) this.#seenBefore = this.#seen ?? ""
    if (isShown) this.#see()
    aside.hidden = !isShown
    document.body.classList.toggle("commented", isShown)
    aside.setAttribute("aria-label", t("comments.title"))
    this.draw()
  }
}
