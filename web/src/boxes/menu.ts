/** The menu of a box, at its label: the kinds, of which it has one, and its end. Part, loaded late. */
import { html, render } from "lit-html"
import "./boxes.css"
import type { EditorView } from "@codemirror/view"
import { startIn } from "../hands/backspace.ts"
import { boxAt } from "../hands/boxing.ts"
import { lineOf } from "../hands/lines.ts"
import { NAMES } from "../preview/boxes.ts"
import { BOXES, type Box, type BoxName } from "../preview/fences.ts"
import { icon } from "../screen/icon.ts"
import { placeAt, stepped } from "../screen/popup.ts"
import { t } from "../words.ts"
import { takeOff, turn } from "../writing/boxes.ts"

const ICONS: Record<BoxName, string> = {
  retenir: "bookmark",
  langage: "message-square-quote",
  vigilance: "triangle-alert",
  riposte: "reply",
  contexte: "info",
  chiffres: "hash",
}
/** In the order of the menu of blocks. */
const KINDS = [...BOXES].sort((one, other) => Number(one === "chiffres") - Number(other === "chiffres"))

export class Menu {
  readonly #view: EditorView
  readonly #menu = document.createElement("div")
  /** Where the box begins. */
  #at = 0

  constructor(view: EditorView) {
    this.#view = view
    Object.assign(this.#menu, { className: "menu boxes", popover: "auto", role: "menu" })
    this.#menu.onkeydown = event => this.#pressed(event)
    view.dom.after(this.#menu)
  }

  /** `beside` is its label; a key leads into the list, a press leaves a phone its keyboard. */
  open(box: Box, beside: Element, isFocused: boolean): void {
    this.#at = box.from
    this.#menu.ariaLabel = t("blocks.boxMenu", { name: t(NAMES[box.name]) })
    const kind = (name: BoxName) =>
      html`<button type="button" role="menuitemradio" tabindex="-1" aria-checked=${String(name === box.name)} @click=${() => this.#choose(name)}>${icon(ICONS[name])}<span>${t(NAMES[name])}</span>${icon("check")}</button>`
    render(
      html`${KINDS.map(kind)}<hr><button type="button" role="menuitem" tabindex="-1" @click=${() => this.#choose()}>${icon("x")}<span>${t("blocks.unbox")}</span></button>`,
      this.#menu,
    )
    this.#menu.onmousedown = isFocused ? null : () => false
    this.#menu.showPopover()
    placeAt(this.#menu, beside.getBoundingClientRect(), document.body, innerHeight)
    if (isFocused) this.#menu.querySelector<HTMLElement>("[aria-checked=true]")?.focus()
  }

  close(): void {
    if (this.#menu.matches(":popover-open")) this.#menu.hidePopover()
  }

  destroy(): void {
    this.#menu.remove()
  }

  /** The place of the box after a change of somebody else. */
  follow(moved: (at: number) => number): void {
    this.#at = moved(this.#at)
  }

  #choose(kind?: BoxName): void {
    const view = this.#view
    this.close()
    view.focus()
    const box = boxAt(view.state, this.#at)
    if (!box || view.state.readOnly) return
    this.#enter(box)
    if (kind) turn(view, box, kind)
    else takeOff(view, box)
  }

  /** What becomes of a box is told of the place of the caret. */
  #enter({ from, to }: Box): void {
    const { state } = this.#view
    const { head } = state.selection.main
    if (head >= from && head <= to) return
    this.#view.dispatch({ selection: { anchor: startIn(state, lineOf(state, from)) }, userEvent: "select" })
  }

  #pressed(event: KeyboardEvent): void {
    const items = [...this.#menu.querySelectorAll<HTMLElement>("button")]
    const at = items.indexOf(document.activeElement as HTMLElement)
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const next = by ? stepped(at, by, items.length) : { Home: 0, End: items.length - 1 }[event.key]
    if (next !== undefined) items[next]?.focus()
    else if (event.key === "Escape" || event.key === "Tab") {
      this.close()
      this.#view.focus()
    } else return
    event.preventDefault()
  }
}
