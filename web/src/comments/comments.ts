/** Comments beside a note: on passages, as proposals of other wording, and as talk about the whole. Part. */
import "./comments.css"
import "./margin.css"
import type { ViewUpdate } from "@codemirror/view"
import { render } from "lit-html"
import { ask } from "../screen/ask.ts"
import { toast } from "../screen/toast.ts"
import { letterAt } from "../text/letters.ts"
import { t } from "../words.ts"
import { Board, isOn } from "./board.ts"
import { Carry } from "./carry.ts"
import { Decisions } from "./decisions.ts"
import type { Desk } from "./desk.ts"
import { Drafts, isEmpty } from "./drafts.ts"
import { offerInText } from "./in-text.ts"
import { wireKeys } from "./keys.ts"
import { commentList } from "./list.ts"
import { Margin } from "./margin.ts"
import { markPassages, marksIn } from "./marks.ts"
import { mentions } from "./names.ts"
import { News } from "./news.ts"
import { offerNames } from "./offer.ts"
import { keepInPlace } from "./place-kept.ts"
import { announce, NARROW, reveal, type Where, WIDE } from "./reveal.ts"
import type { Actions, Shown, Side } from "./shown.ts"
import type { Thread } from "./thread.ts"

const REST_MS = 200

export class Comments {
  readonly #desk: Desk
  readonly #drafts: Drafts
  readonly #news: News
  readonly #carry: Carry
  readonly #margin: Margin
  readonly #decisions: Decisions
  readonly #board = new Board()
  #threads: readonly Thread[] = []
  /** Names of the note's authors. */
  #writers: readonly string[] = []
  #side: Side = "open"
  #current: string | undefined
  #edited: string | undefined
  readonly #unfolded = new Set<string>()
  #seenBefore = ""
  #refusal = ""
  #rest = 0
  /** The margin was closed here: the caret alone does not open it again. */
  #isClosed = false

  constructor(desk: Desk) {
    this.#desk = desk
    this.#drafts = new Drafts(desk.id)
    this.#news = new News(desk.id)
    this.#carry = new Carry(desk)
    this.#margin = new Margin({
      view: desk.view,
      column: desk.inside,
      cards: () => this.#board.anchored(desk.view.state.doc.length),
      current: () => this.#current,
      draw: cards => this.#render(cards),
    })
    this.#decisions = new Decisions({
      undo: () => desk.undo(),
      put: (thread, state) => this.#send("PUT", `threads/${thread}`, { state }),
      refused: () => toast(this.#refusal),
    })
    offerNames(desk.inside, () => this.#names.filter(name => name !== desk.me()))
    wireKeys(desk.inside, this.#drafts, {
      leave: () => this.#leave(),
      step: by => this.#step(by, true),
      choose: id => this.#choose(id, "nearest"),
      changed: () => this.draw(),
    })
    NARROW.addEventListener("change", () => {
      this.draw()
      this.#reveal("nearest")
    })
  }

  /** Fetches all threads. */
  async load(): Promise<void> {
    const told = await ask<{ threads: Thread[]; writers: string[] }>("GET", `${this.#desk.note}/comments`)
    if ("body" in told) ({ threads: this.#threads, writers: this.#writers } = told.body)
    this.#news.heard(this.#threads)
    if (!this.#desk.aside.hidden) this.#news.see(this.#threads)
    this.draw()
  }

  /** Shows the thread of this number; false where there is none. */
  open(number: number): boolean {
    const thread = this.#threads.find(one => one.number === number)
    if (!thread) return false
    this.#choose(thread.id, "center")
    return true
  }

  /** The text, the caret or the height of lines has changed. */
  updated(update: ViewUpdate): void {
    this.#carry.updated(update)
    const { changes, docChanged, geometryChanged, heightChanged, viewportChanged, transactions } = update
    if (docChanged) {
      this.#board.moved(changes)
      clearTimeout(this.#rest)
      this.#rest = window.setTimeout(() => this.#rested(), REST_MS)
    }
    // In the frame in which the text has moved.
    if (this.#margin.isOn && (heightChanged || viewportChanged || (geometryChanged && !docChanged)))
      queueMicrotask(() => this.#margin.lay())
    if (transactions.some(one => one.isUserEvent("select"))) this.#follow()
  }

  /** The server has all edits. */
  saved(): void {
    void this.#carry.send(() => this.load())
  }

  /** Shows the threads, or hides them again. */
  toggle(): void {
    this.#isClosed = !this.#desk.aside.hidden
    if (!this.#isClosed && this.#side === "open") this.#current = this.#atCaret() ?? this.#current
    this.#show(!this.#isClosed)
  }

  /** Begins a thread at what is selected, or at the line of the caret; without a selection, goes to the thread of the caret. */
  compose(): void {
    const { view } = this.#desk
    const { main } = view.state.selection
    const said = main.empty ? this.#atCaret() : undefined
    if (said) {
      this.#reply(said)
      return
    }
    const { from, to } = main.empty ? view.state.doc.lineAt(main.head) : main
    const shared = this.#desk.text()
    const [first, last] = [letterAt(shared, from), letterAt(shared, to - 1)]
    if (from < to && first && last) {
      this.#side = "open"
      this.#current = this.#drafts.begin({ first, last, quote: view.state.sliceDoc(from, to) })
    } else this.#side = "talk"
    this.#show(true)
    this.#reveal("nearest")
    this.#focus(".draft[aria-current=true] textarea, .talk textarea")
  }

  /** Names that can be mentioned, one's own too: visitors online, commenters, authors. */
  get #names(): string[] {
    const said = this.#threads.flatMap(({ comments }) => comments)
    const names = [...[...this.#desk.others(), ...said].map(({ name }) => name), ...this.#writers]
    const known = new Set(names.filter(name => name !== null && name !== t("editor.anonymous")))
    return [...known] as string[]
  }

  #cites = (names: readonly string[]) => (text: string) => {
    const me = this.#desk.me()
    return me !== null && mentions(text, me, names)
  }

  /** Draws all anew. */
  draw(): void {
    const { view, aside, counts, text } = this.#desk
    const threads = this.#carry.moved(this.#threads)
    const { begun } = this.#drafts
    this.#board.find(text(), threads, begun, this.#side)
    this.#keepCurrent()
    markPassages(view, this.#board.marks(threads, begun, this.#current), thread =>
      this.#choose(thread, "here"),
    )
    offerInText(view, () => this.#names, this.#desk.me)
    const open = threads.filter(thread => isOn(thread, "open")).length
    this.#news.count(counts, threads, open, this.#cites(this.#names))
    const isNew = !this.#margin.isOn
    this.#margin.isOn = !aside.hidden && !NARROW.matches && this.#side !== "talk"
    // Drawing a hidden list would only cost time.
    if (aside.hidden) return
    if (!this.#margin.isOn) this.#render(new Set([this.#current ?? ""]))
    else this.#margin.lay()
    if (isNew) this.#margin.settle()
  }

  /** The current card is one of those listed; in the sheet of a narrow screen there is always one. */
  #keepCurrent(): void {
    if (this.#board.has(this.#current)) return
    this.#current = undefined
    if (!NARROW.matches || this.#desk.aside.hidden || this.#side === "talk") return
    this.#current = this.#board.from(this.#desk.view.viewport.from)
    queueMicrotask(() => this.#reveal("nearest"))
  }

  #render(cards: ReadonlySet<string>): void {
    const names = this.#names
    const threads = this.#threads
    const { entries } = this.#board
    const count = (side: Side) => threads.filter(thread => isOn(thread, side)).length
    const shown: Shown = {
      side: this.#side,
      cards: entries.filter(({ id }) => cards.has(id)),
      all: entries,
      talk: threads.find(({ kind }) => kind === "talk"),
      open: count("open"),
      ended: count("ended"),
      current: this.#current,
      edited: this.#edited,
      unfolded: this.#unfolded,
      isNarrow: NARROW.matches,
      seenBefore: this.#seenBefore,
      names,
      mayEdit: this.#desk.mayEdit,
      refusal: this.#refusal,
      citesMe: this.#cites(names),
      words: key => this.#drafts.words(key),
    }
    render(commentList(shown, this.#actions), this.#desk.inside)
  }

  readonly #actions: Actions = {
    show: side => {
      this.#side = side
      this.#current = undefined
      this.draw()
      if (side === "talk") this.#focus(".talk textarea")
    },
    choose: id => {
      this.#margin.press(id)
      this.#choose(id, "here")
    },
    step: by => this.#step(by),
    reply: thread => this.#reply(thread.id),
    unfold: id => {
      this.#unfolded.add(id)
      this.draw()
    },
    answer: (thread, text) => this.#say({ text, thread: thread.id }, `answer:${thread.id}`, text),
    talk: text => this.#say({ text }, "talk", text),
    begin: async (draft, text, proposed) => {
      const { id, first, last, quote } = draft
      const wish = { text, first, last, quote, ...(proposed ? { proposed } : {}) }
      const before = new Set(this.#threads.map(thread => thread.id))
      if (!(await this.#send("POST", "comments", wish))) return false
      const hadFocus = document.activeElement?.closest("[data-card]")?.getAttribute("data-card") === id
      this.#drafts.drop(id)
      if (this.#current === id)
        this.#current = this.#threads.find(one => !before.has(one.id) && one.is_mine)?.id
      this.draw()
      // Its field is gone; on a phone the sheet stays before the text.
      if (hadFocus && !NARROW.matches) this.#desk.view.focus()
      return true
    },
    rewrite: async (comment, text) => {
      if (!(await this.#send("PUT", `comments/${comment.id}`, { text }))) return false
      this.#drafts.write(`edit:${comment.id}`, "")
      this.#actions.edit(undefined)
      return true
    },
    edit: comment => {
      if (!comment && this.#edited) this.#drafts.write(`edit:${this.#edited}`, "")
      this.#edited = comment?.id
      this.draw()
      if (comment) this.#focus(".rewrite textarea")
    },
    propose: (draft, isProposal) => {
      this.#drafts.change(draft.id, { proposed: isProposal ? draft.quote : undefined })
      this.draw()
    },
    discard: draft => {
      this.#drafts.drop(draft.id)
      this.draw()
      this.#desk.view.focus()
    },
    end: (thread, state) => {
      this.#margin.glide()
      void this.#decisions.make(thread, state)
    },
    copyLink: ({ number }) => void this.#desk.copyLink(`#c-${number}`),
    remove: comment => void this.#send("DELETE", `comments/${comment.id}`),
  }

  async #say(wish: object, key: string, text: string): Promise<boolean> {
    const isTaken = await this.#send("POST", "comments", wish)
    // What was written while it was on its way stays.
    if (isTaken && this.#drafts.words(key)?.trim() === text) this.#drafts.write(key, "")
    this.draw()
    return isTaken
  }

  async #send(method: string, path: string, wish?: object): Promise<boolean> {
    const told = await ask(method, `${this.#desk.note}/${path}`, wish)
    this.#refusal = "refusal" in told ? told.refusal : ""
    await this.load()
    if (method === "POST" && !this.#refusal) announce(this.#desk.view, t("comments.added"))
    return !this.#refusal
  }

  #choose(id: string, where: Where): void {
    const thread = this.#threads.find(one => one.id === id)
    if (thread) this.#side = thread.kind !== "talk" && thread.state !== "open" ? "ended" : "open"
    if (thread?.kind === "talk") this.#side = "talk"
    this.#drop()
    this.#current = id
    this.#margin.glide()
    this.#show(true)
    this.#reveal(where)
  }

  #reveal(where: Where): void {
    reveal(this.#desk.view, this.#board.place(this.#current), where, this.#margin.isSeen)
  }

  /** Chooses the next card, or the one before; by a key, with the focus. */
  #step(by: 1 | -1, isByKey = false): void {
    if (this.#side === "talk") {
      this.#side = "open"
      this.draw()
    }
    const { head } = this.#desk.view.state.selection.main
    const next = this.#board.next(this.#current, by, head)
    if (next) this.#choose(next, "nearest")
    else toast(t("comments.none"))
    if (next && isByKey) this.#focus(`[data-card="${next}"]`)
    else announce(this.#desk.view, this.#desk.inside.querySelector(".pager span")?.textContent ?? "")
  }

  #reply(id: string): void {
    this.#choose(id, "nearest")
    this.#focus(`[data-card="${id}"] .say textarea`)
  }

  /** The thread whose passage holds the caret. */
  #atCaret(): string | undefined {
    const { state } = this.#desk.view
    const { head } = state.selection.main
    return marksIn(state, head, head).find(({ thread }) => thread)?.thread
  }

  /** The card of the passage that the caret was put into becomes the current one. */
  #follow(): void {
    if (NARROW.matches || this.#side !== "open") return
    const at = this.#atCaret()
    const isShut = this.#desk.aside.hidden
    const opens = at !== undefined && WIDE.matches && !this.#isClosed
    if (isShut ? !opens : at === this.#current) return
    queueMicrotask(() => {
      this.#drop()
      this.#current = at
      this.#margin.glide()
      if (isShut) this.#show(true)
      else this.draw()
    })
  }

  /** Drops what was begun and says nothing. */
  #drop(): void {
    const left = this.#drafts.begun.find(({ id }) => id === this.#current)
    if (left && isEmpty(left)) this.#drafts.drop(left.id)
  }

  /** Back to the text, at the passage of the current card; what is written is kept. */
  #leave(): void {
    if (this.#edited) {
      this.#edited = undefined
      this.draw()
      return
    }
    const { view } = this.#desk
    const place = this.#board.place(this.#current)
    const { head } = view.state.selection.main
    this.#drop()
    if (this.#side === "talk") this.#side = "open"
    this.#current = undefined
    this.#margin.glide()
    this.draw()
    view.focus()
    if (place && (head < place.from || head > place.to)) view.dispatch({ selection: { anchor: place.to } })
  }

  #rested(): void {
    if (this.#carry.settle(this.#carry.moved(this.#threads))) this.saved()
    this.draw()
  }

  #focus(selector: string): void {
    this.#desk.inside.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true })
  }

  #show(isShown: boolean): void {
    const { aside, view } = this.#desk
    const isNew = isShown && aside.hidden
    if (isNew) this.#seenBefore = this.#news.seen
    if (isShown) this.#news.see(this.#threads)
    else if (!aside.hidden) this.#drop()
    if (aside.hidden === isShown)
      keepInPlace(view, () => {
        aside.hidden = !isShown
        document.body.classList.toggle("commented", isShown)
      })
    aside.setAttribute("aria-label", t("comments.title"))
    this.draw()
  }
}
