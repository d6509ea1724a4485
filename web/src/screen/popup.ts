/** Popup lists: placed where there is room, operated by key or pointer while the text keeps the focus. */

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

/** Calls `chosen` with a line that is pressed. */
export function onPress(list: HTMLElement, chosen: (line: Element) => void): void {
  keepFocus(list)
  list.onclick = ({ target }) => {
    const line = (target as Element).closest("[role=option]")
    if (line) chosen(line)
  }
}

/** The text keeps its focus, and a phone its keyboard, while a line is pressed. */
export function keepFocus(list: HTMLElement): void {
  list.onmousedown = () => false
}

/** The line that a step leads to, around the ends of the list. */
export const stepped = (at: number, by: number, length: number): number => (at + by + length) % length
