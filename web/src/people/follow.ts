/** Follows the caret of another person, until the visitor types, scrolls or presses Escape. Part, loaded late. */
import type { EditorState } from "@codemirror/state"
import { EditorView, type ViewUpdate } from "@codemirror/view"
import { coalesce } from "../screen/coalesce.ts"
import { t } from "../words.ts"
import { type Caret, carets, type Person, setCarets } from "./presence.ts"

/** So much of the text around the caret is kept in view. */
const AROUND_PX = 120
/** Events by which the visitor stops following. */
const OWN = ["pointerdown", "wheel", "touchmove", "keydown"]

export interface FollowPage {
  view(): EditorView | undefined
  /** The scrolled element. */
  readonly area: HTMLElement
  /** Shows the name of the followed visitor. */
  readonly notice: HTMLElement
  /** Called when another person or nobody is followed. */
  changed(): void
}

export class Following {
  readonly #page: FollowPage
  #person: Person | undefined
  #own = new AbortController()

  constructor(page: FollowPage) {
    this.#page = page
  }

  get visitor(): string | undefined {
    return this.#person?.visitor
  }

  /** Toggles following that person; scrolls to their caret as soon as it is known. */
  turn(person: Person): void {
    const view = this.#page.view()
    const isAlready = person.visitor === this.visitor
    this.stop()
    if (!view || isAlready) return
    goTo(view, person.visitor)
    this.#person = person
    const { signal } = this.#own
    const stop = () => this.stop()
    for (const name of OWN) this.#page.area.addEventListener(name, stop, { signal, passive: true })
    addEventListener("keydown", event => event.key === "Escape" && stop(), { signal })
    this.#draw()
  }

  /** Something has moved in the text. */
  moved({ state, startState }: ViewUpdate): void {
    const { visitor } = this
    if (visitor && caretOf(state, visitor)?.head !== caretOf(startState, visitor)?.head) this.#goAlong()
  }

  /** Updates the name of the followed person, or stops when they have left. */
  keep(present: readonly Person[]): void {
    const before = this.#person
    if (!before) return
    const now = present.find(({ visitor }) => visitor === before.visitor)
    if (!now) {
      this.stop()
      return
    }
    this.#person = now
    if (now.name !== before.name || now.colour !== before.colour) this.#draw()
  }

  stop(): void {
    this.#own.abort()
    this.#own = new AbortController()
    if (!this.#person) return
    this.#person = undefined
    this.#draw()
  }

  #goAlong = coalesce(requestAnimationFrame, () => {
    const view = this.#page.view()
    const caret = view && this.visitor && caretOf(view.state, this.visitor)
    if (!caret) return
    view.dispatch({ effects: EditorView.scrollIntoView(caret.head, { y: "nearest", yMargin: AROUND_PX }) })
  })

  #draw(): void {
    const { notice, changed } = this.#page
    const person = this.#person
    notice.hidden = !person
    notice.className = `following c${person?.colour ?? 1}`
    const said = notice.querySelector("span")
    const name = person?.name ?? t("editor.anonymous")
    if (said) said.textContent = person ? t("editor.following", { name }) : ""
    changed()
  }
}

/** The caret of `visitor` that moved last: there is one for each page that is open. */
function caretOf(state: EditorState, visitor: string): Caret | undefined {
  const all = state.field(carets, false)?.filter(one => one.visitor === visitor) ?? []
  return all.sort((one, other) => other.movedAt - one.movedAt)[0]
}

/** Brings the caret of `visitor` into view, where it is known. */
function goTo(view: EditorView, visitor: string): void {
  const caret = caretOf(view.state, visitor)
  if (!caret) return
  const moved = { ...caret, movedAt: performance.now() }
  const all = view.state.field(carets).map(one => (one === caret ? moved : one))
  view.dispatch({ effects: [setCarets.of(all), EditorView.scrollIntoView(caret.head, { y: "center" })] })
}
