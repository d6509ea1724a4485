/** ↑ and ↓ in the rows of a chart: to the same cell of the row above or below. */
import { EditorSelection } from "@codemirror/state"
import type { EditorView } from "@codemirror/view"
import { cellsOf, chartAt, isBar, type Row, rowAt, rowsOf } from "./rows.ts"

function beside(view: EditorView, row: Row, way: 1 | -1): Row | undefined {
  const chart = chartAt(view.state, row.from)
  const rows = chart ? rowsOf(view.state, chart) : []
  return rows[rows.findIndex(({ from }) => from === row.from) + way]
}

export const alongRows =
  (isDown: boolean) =>
  (view: EditorView): boolean => {
    const { main, ranges } = view.state.selection
    const own = rowAt(view.state, main.head)
    if (!main.empty || ranges.length > 1 || !isBar(own)) return false
    const isOfValue = main.head > own.cut
    const side = isOfValue ? 1 : -1
    const start = EditorSelection.cursor(main.head, side, undefined, main.goalColumn)
    const moved = view.moveVertically(start, isDown)
    const isWithin = moved.head >= own.from && moved.head <= own.to
    const isOn = isWithin && moved.head !== main.head && moved.head > own.cut === isOfValue
    // Beside a label of several lines the value has one.
    const row = isWithin && !isOn ? beside(view, own, isDown ? 1 : -1) : rowAt(view.state, moved.head)
    if (!isBar(row)) return false
    const { from, to } = cellsOf(row)[isOfValue ? 1 : 0] ?? row
    const near = isWithin && !isOn ? from + main.head - (isOfValue ? own.cut + 1 : own.from) : moved.head
    const head = Math.min(to, Math.max(from, near))
    view.dispatch({
      selection: EditorSelection.cursor(head, side, undefined, moved.goalColumn),
      scrollIntoView: true,
      userEvent: "select",
    })
    return true
  }
