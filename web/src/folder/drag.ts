/** Drag and drop of list rows by their grip, with a mouse or a finger; rows swap while the pointer moves. */

/** `move` gets the id of the row, its index, and whether the pointer was released. */
export function dragging(
  move: (id: string, to: number, isOver: boolean) => void,
): (event: PointerEvent) => void {
  return event => {
    const grip = (event.target as Element).closest<HTMLElement>(".grip")
    const row = grip?.closest<HTMLElement>("li")
    const list = row?.parentElement
    if (!grip || !row || !list || event.button !== 0) return
    const id = row.dataset.id ?? ""
    let hasMoved = false
    const stop = new AbortController()
    const follow = ({ clientY }: PointerEvent) => {
      if (!hasMoved && Math.abs(clientY - event.clientY) < SLACK_PX) return
      hasMoved = true
      row.classList.add("held")
      const to = place(list, row, clientY)
      if (to !== [...list.children].indexOf(row)) move(id, to, false)
    }
    const end = () => {
      stop.abort()
      row.classList.remove("held")
      if (hasMoved) move(id, [...list.children].indexOf(row), true)
    }
    // The rows are moved under the hand, so the window listens and not the row.
    addEventListener("pointermove", follow, { signal: stop.signal })
    addEventListener("pointerup", end, { signal: stop.signal })
    addEventListener("pointercancel", end, { signal: stop.signal })
    event.preventDefault()
    grip.focus()
  }
}

/** A press is not yet a move. */
const SLACK_PX = 4

/** How many other rows have their middle above the hand. */
function place(list: Element, row: Element, y: number): number {
  return [...list.children].filter(other => {
    if (other === row) return false
    const { top, height } = other.getBoundingClientRect()
    return top + height / 2 < y
  }).length
}
