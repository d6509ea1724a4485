/** Mouse selection in tables: a press in a cell leads to its own words. */
import { EditorSelection } from "@codemirror/state"
import { EditorView } from "@codemirror/view"
import { cellAt } from "./guard.ts"

/** Less than this from its edges, a cell has no words. */
const EDGE_PX = 14

/** The place in the text that is nearest to that of the pointer. */
export function placeOf(
  view: EditorView,
  { clientX: x, clientY: y }: Pick<MouseEvent, "clientX" | "clientY">,
): number {
  const cell = document.elementFromPoint(x, y)?.closest(".lp-cell")
  const own = cell && view.contentDOM.contains(cell) && cellAt(view.state, view.posAtDOM(cell))
  if (!own) return view.posAtCoords({ x, y }, false)
  const { top, bottom } = cell.getBoundingClientRect()
  const [node, offset] = caretAt(x, Math.max(top + EDGE_PX, Math.min(y, bottom - EDGE_PX)))
  const at = node && cell.contains(node) ? view.posAtDOM(node, offset) : own.to
  return Math.max(own.from, Math.min(at, own.to))
}

/** By the browser, which knows the boxes of cells; older ones have only the second of the two functions. */
function caretAt(x: number, y: number): [Node | undefined, number | undefined] {
  const place = document.caretPositionFromPoint?.(x, y)
  if (place) return [place.offsetNode, place.offset]
  const range = document.caretRangeFromPoint?.(x, y)
  return [range?.startContainer, range?.startOffset]
}

export const pressed = EditorView.mouseSelectionStyle.of((view, press) => {
  if (!(press.target as Element).closest(".lp-cell") || press.button !== 0) return null
  let from = placeOf(view, press)
  const kept = view.state.selection
  return {
    update({ changes }) {
      from = changes.mapPos(from)
    },
    get(now, isExtended) {
      const at = placeOf(view, now)
      if (isExtended) return EditorSelection.single(kept.main.anchor, at)
      // Twice for a word, three times for the cell.
      const whole =
        press.detail === 2 ? view.state.wordAt(from) : press.detail > 2 ? cellAt(view.state, from) : undefined
      if (!whole) return EditorSelection.single(from, at)
      return EditorSelection.single(Math.min(whole.from, at), Math.max(whole.to, at))
    },
  }
})
