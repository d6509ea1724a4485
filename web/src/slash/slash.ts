/** The menu of `/`: blocks in a list under the caret, filtered while typing. Part, loaded late. */
import "../styles/slash.css"
import { type EditorState, type Extension, Facet, Prec } from "@codemirror/state"
import { EditorView, keymap, type PluginValue, ViewPlugin, type ViewUpdate } from "@codemirror/view"
import { hang, onPress, placeAt, stepped } from "../screen/popup.ts"
import { fold } from "../text/fold.ts"
import { BLOCKS } from "../writing/insert-blocks.ts"
import { closeMenu, selectItem, slashState } from "./state.ts"

export { BLOCKS }

/** A line of the list that the page carries. */
interface Offer {
  readonly command: string
  readonly line: HTMLElement
  /** Whether it is offered in the cells of tables, or elsewhere, or both. */
  readonly isOfTable: boolean
  readonly isOfText: boolean
  /** By the beginnings of which it is found. */
  readonly words: readonly string[]
}

interface Menu {
  readonly list: HTMLElement
  readonly offers: readonly Offer[]
}

interface Shown {
  readonly from: number
  readonly offers: readonly Offer[]
  readonly at: number
}

const menu = Facet.define<Menu, Menu | undefined>({ combine: ([first]) => first })

/** The lines of the open list; undefined while it is closed. */
function shownIn(state: EditorState): Shown | undefined {
  const menuState = state.field(slashState, false)
  if (!menuState || (!menuState.isBare && !menuState.query)) return undefined
  const all = state.facet(menu)?.offers ?? []
  const offers = all.filter(
    ({ isOfTable, isOfText, words }) =>
      (menuState.isInTable ? isOfTable : isOfText) && words.some(word => word.startsWith(menuState.query)),
  )
  return offers.length > 0
    ? { from: menuState.from, offers, at: Math.min(menuState.at, offers.length - 1) }
    : undefined
}

/** The menu in `list`; `run` runs a command of the page by its name; `opener` opens `more` of them. */
export function slashMenu(
  list: HTMLElement | null,
  run: (command: string) => unknown,
  more: HTMLElement | null,
  opener: HTMLElement | null,
): Extension {
  // Visitors who may not write have no list.
  if (!list) return []
  if (more && opener) hang(more, opener)
  const offers = [...list.querySelectorAll<HTMLElement>("[role=option]")].map(line => ({
    command: line.dataset.command ?? "",
    line,
    isOfTable: /^table:|^footnote$|^check$/.test(line.dataset.command ?? ""),
    isOfText: !line.dataset.command?.startsWith("table:"),
    words: fold(`${line.querySelector("span")?.textContent} ${line.dataset.said ?? ""}`).split(/[\s,']+/),
  }))
  const choose = (target: EditorView, offer: Offer | undefined, from: number): boolean => {
    if (!offer) return false
    const to = target.state.selection.main.head
    // One step with the typing of the name, which undo takes back after the block: that is a step of its own.
    target.dispatch({ changes: { from, to }, effects: closeMenu.of(null), userEvent: "input.type" })
    target.focus()
    const block = BLOCKS[offer.command]
    if (block) block(target)
    else run(offer.command)
    return true
  }
  const pick = (target: EditorView): boolean => {
    const shown = shownIn(target.state)
    return shown ? choose(target, shown.offers[shown.at], shown.from) : false
  }
  const step = (by: number) => (target: EditorView) => {
    const shown = shownIn(target.state)
    if (!shown) return false
    target.dispatch({ effects: selectItem.of(stepped(shown.at, by, shown.offers.length)) })
    return true
  }
  const close = (target: EditorView): boolean => {
    if (!shownIn(target.state)) return false
    target.dispatch({ effects: closeMenu.of(null) })
    return true
  }
  const keys = [
    { key: "ArrowDown", run: step(1) },
    { key: "ArrowUp", run: step(-1) },
    { key: "Enter", run: pick },
    { key: "Tab", run: pick },
    { key: "Escape", run: close },
  ]
  const press = (view: EditorView, line: Element): void => {
    const shown = shownIn(view.state)
    if (shown)
      choose(
        view,
        shown.offers.find(offer => offer.line === line),
        shown.from,
      )
  }
  return [
    menu.of({ list, offers }),
    slashState,
    Prec.highest(keymap.of(keys)),
    EditorView.contentAttributes.compute([slashState, menu], state => attributes(shownIn(state), list)),
    ViewPlugin.define(view => new Drawn(view, list, offers, line => press(view, line)), {
      eventObservers: {
        blur(_event, target) {
          queueMicrotask(() => close(target))
        },
        scroll(_event, target) {
          this.place(target)
        },
      },
    }),
  ]
}

/** The text keeps the focus; a screen reader is told which line of the list is meant. */
function attributes(shown: Shown | undefined, list: HTMLElement): Record<string, string> {
  const helps = { "aria-autocomplete": "list" }
  const line = shown?.offers[shown.at]?.line
  if (!line) return helps
  return { ...helps, "aria-haspopup": "listbox", "aria-controls": list.id, "aria-activedescendant": line.id }
}

class Drawn implements PluginValue {
  readonly #list: HTMLElement
  readonly #offers: readonly Offer[]

  constructor(view: EditorView, list: HTMLElement, offers: readonly Offer[], press: (line: Element) => void) {
    this.#list = list
    this.#offers = offers
    onPress(list, press)
    this.#draw(view)
  }

  update({ view, state, startState, geometryChanged }: ViewUpdate): void {
    if (state.field(slashState) !== startState.field(slashState, false)) this.#draw(view)
    else if (geometryChanged) this.place(view)
  }

  destroy(): void {
    if (this.#list.matches(":popover-open")) this.#list.hidePopover()
  }

  #draw(view: EditorView): void {
    const shown = shownIn(view.state)
    const isOpen = this.#list.matches(":popover-open")
    if (!shown) {
      if (isOpen) this.#list.hidePopover()
      return
    }
    for (const offer of this.#offers) {
      const { line } = offer
      const at = shown.offers.indexOf(offer)
      line.hidden = at < 0
      line.ariaSelected = String(at === shown.at)
      line.ariaPosInSet = String(at + 1)
      line.ariaSetSize = String(shown.offers.length)
    }
    if (!isOpen) this.#list.showPopover()
    this.place(view)
  }

  /** Under the place where the slash stands, or over it where there is more room. */
  place(view: EditorView): void {
    const shown = shownIn(view.state)
    if (!shown) return
    view.requestMeasure({
      key: this,
      // Its letters may have gone meanwhile.
      read: () => (shown.from <= view.state.doc.length ? view.coordsAtPos(shown.from) : null),
      write: caret => {
        if (!caret) return
        placeAt(this.#list, caret, view.dom.closest(".doc") ?? view.dom)
        shown.offers[shown.at]?.line.scrollIntoView({ block: "nearest" })
      },
    })
  }
}
