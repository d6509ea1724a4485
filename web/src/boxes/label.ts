/** The label of a box as the button of its menu: by a press, and by Tab in its title. Part, loaded late. */

import { syntaxTree } from "@codemirror/language"
import { type Extension, Prec, type Range } from "@codemirror/state"
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  keymap,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from "@codemirror/view"
import { render } from "lit-html"
import { boxAt } from "../hands/boxing.ts"
import { NAMES } from "../preview/boxes.ts"
import { type BoxName, boxesOf } from "../preview/fences.ts"
import { carried, frozen } from "../preview/frozen.ts"
import { icon } from "../screen/icon.ts"
import { t } from "../words.ts"
import { Menu } from "./menu.ts"

class Button extends WidgetType {
  readonly #name: BoxName

  constructor(name: BoxName) {
    super()
    this.#name = name
  }

  override eq(other: Button): boolean {
    return other.#name === this.#name
  }

  toDOM(): HTMLElement {
    const button = document.createElement("span")
    const label = t("blocks.boxMenu", { name: t(NAMES[this.#name]) })
    Object.assign(button, { className: "lp-turn", role: "button", ariaHasPopup: "menu", ariaLabel: label })
    button.title = label
    render(icon("chevron-down"), button)
    return button
  }

  override ignoreEvent(): boolean {
    return false
  }
}

class Labels {
  shown: DecorationSet
  readonly menu: Menu
  #tree: unknown

  constructor(view: EditorView) {
    this.menu = new Menu(view)
    this.shown = this.#draw(view)
  }

  update(update: ViewUpdate): void {
    const { state, startState, docChanged, changes, viewportChanged, view } = update
    const isHeld = state.field(frozen, false)
    if (docChanged) this.menu.follow(at => changes.mapPos(at, 1))
    const isStale =
      docChanged ||
      viewportChanged ||
      syntaxTree(state) !== this.#tree ||
      isHeld !== startState.field(frozen, false) ||
      state.readOnly !== startState.readOnly
    if (!isStale) return
    this.shown = view.composing || isHeld ? carried(this.shown, update) : this.#draw(view)
  }

  destroy(): void {
    this.menu.destroy()
  }

  /** Who reads has none, nor who sees the marks. */
  #draw({ state, visibleRanges }: EditorView): DecorationSet {
    const tree = syntaxTree(state)
    this.#tree = tree
    if (state.readOnly || state.field(frozen, false) === undefined) return Decoration.none
    const all: Range<Decoration>[] = []
    for (const { from, to, name } of boxesOf(state, tree))
      if (visibleRanges.some(one => one.from <= to && one.to >= from))
        all.push(Decoration.widget({ widget: new Button(name), side: 1 }).range(state.doc.lineAt(from).to))
    return Decoration.set(all)
  }
}

const labels = ViewPlugin.fromClass(Labels, {
  decorations: plugin => plugin.shown,
  eventHandlers: {
    mousedown(event) {
      return buttonAt(event) !== undefined
    },
    click(event, view) {
      const button = buttonAt(event)
      const box = button && boxAt(view.state, view.posAtDOM(button))
      if (!box) return false
      this.menu.open(box, button, (event as PointerEvent).pointerType !== "touch")
      return true
    },
  },
})

/** The button under a press: the label before it is part of it, the title that somebody writes is not. */
function buttonAt({ target, clientX, button: which }: MouseEvent): Element | undefined {
  const line = (target as Element).closest(".lp-top")
  const button = line?.querySelector(".lp-turn")
  if (!button || which !== 0) return undefined
  const isLabel = target === line && line?.hasAttribute("data-label")
  const isPressed =
    button.contains(target as Element) || (isLabel && clientX <= button.getBoundingClientRect().right)
  return isPressed ? button : undefined
}

/** From the title of a box to its menu. */
function enter(view: EditorView): boolean {
  const { state } = view
  const { head, empty } = state.selection.main
  const box = empty && !state.readOnly ? boxAt(state, head) : undefined
  if (!box || head > state.doc.lineAt(box.from).to) return false
  const line = view.domAtPos(head).node
  const top = (line instanceof Element ? line : line.parentElement)?.closest(".lp-top")
  const button = top?.querySelector(".lp-turn")
  if (!button) return false
  view.plugin(labels)?.menu.open(box, button, true)
  return true
}

export const boxMenu: Extension = [labels, Prec.highest(keymap.of([{ key: "Tab", run: enter }]))]
