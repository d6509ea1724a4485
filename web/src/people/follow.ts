/** Stays with somebody's caret while they write, until one writes, scrolls or presses Escape oneself. */
import { EditorView, type ViewUpdate } from "@codemirror/view"
import { once } from "../screen/coalesce.ts"
import { t } from "../words.ts"
import { caretOf, goTo, type Person } from "./presence.ts"

/** So much of the text around the caret is kept in view. */
const AROUND_PX = 120
/** What one does oneself in the text. */
const OWN = ["pointerdown", "wheel", "touchmove", "keydown"]

export interface FollowPage {
  view(): EditorView | undefined
  /** What is scrolled. */
  readonly area: HTMLElement
  /** Says who is followed. */
  readonly notice: HTMLElement
  /** Somebody else, or nobody any more, is followed. */
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

  /** Goes to that person, as soon as their caret is known, and stays with them; asked for once more, leaves them. */
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

  /** Knows them by the name that they have now; leaves whoever is not there any more. */
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

  #goAlong = once(requestAnimationFrame, () => {
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
