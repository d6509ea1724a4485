/** The lines of a list that stands under a field: the field keeps the focus, and a key or a press chooses. */

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
