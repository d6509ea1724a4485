/** Puts a list beside a place in the text, where there is room for it between the bars of the page. */
import { keepFocus } from "../slash/lines.ts"

interface Caret {
  readonly left: number
  readonly top: number
  readonly bottom: number
}

const TALLEST_PX = 336
/** With so much room below, the list goes there even where there is more above. */
const ENOUGH_PX = 180
const GAP_PX = 6
const EDGE_PX = 8

/** `area` is where the text can be seen; the list is at most `tallest` pixels high. */
export function placeAt(list: HTMLElement, caret: Caret, area: Element, tallest = TALLEST_PX): void {
  const seen = area.getBoundingClientRect()
  const below = seen.bottom - caret.bottom - GAP_PX - EDGE_PX
  const above = caret.top - seen.top - GAP_PX - EDGE_PX
  list.style.maxHeight = `${tallest}px`
  const isBelow = below >= Math.min(ENOUGH_PX, list.offsetHeight) || below >= above
  list.style.maxHeight = `${Math.min(tallest, isBelow ? below : above)}px`
  const most = window.innerWidth - list.offsetWidth - EDGE_PX
  list.style.left = `${Math.max(EDGE_PX, Math.min(caret.left, most))}px`
  list.style.top = `${isBelow ? caret.bottom + GAP_PX : caret.top - GAP_PX - list.offsetHeight}px`
}

/** Puts the popover `menu` beside the button that opens it, whenever it opens. */
export function hang(menu: HTMLElement, opener: Element): void {
  keepFocus(menu)
  menu.addEventListener("toggle", () =>
    placeAt(menu, opener.getBoundingClientRect(), document.body, innerHeight),
  )
}
