/** Keys of a chart, as those of a table: Tab and Shift+Tab go from cell to cell, Enter to the cell below. */
import type { EditorState, StateCommand, TransactionSpec } from "@codemirror/state"
import { leaving } from "../hands/enter.ts"
import { shaped } from "../hands/guard.ts"
import { lineOf } from "../hands/lines.ts"
import { type Bar, cellsOf, chartAt, isBar, isSilent, type Row, rowsOf } from "./rows.ts"

/** A row that says nothing yet. */
const ROW = ";"

type Target = Parameters<StateCommand>[0]

function write({ state, dispatch }: Target, spec: TransactionSpec): true {
  const by = { scrollIntoView: true, annotations: shaped.of(true), userEvent: "input.chart" }
  dispatch(state.update({ ...by, ...spec }))
  return true
}

const put = (target: Target, at: number, insert: string, caret: number) =>
  write(target, { changes: { from: at, insert }, selection: { anchor: caret } })

function go({ state, dispatch }: Target, anchor: number, head = anchor): true {
  dispatch(state.update({ selection: { anchor, head }, scrollIntoView: true, userEvent: "select" }))
  return true
}

interface Here {
  readonly rows: readonly Row[]
  /** Undefined in the title. */
  readonly row: Row | undefined
  readonly head: number
}

/** The rows around a caret, or around what is chosen in one line. */
function here(state: EditorState): Here | undefined {
  const { main, ranges } = state.selection
  const { from, to } = state.doc.lineAt(main.head)
  if (ranges.length > 1 || main.from < from || main.to > to || state.readOnly) return undefined
  const chart = chartAt(state, main.head)
  // Before the fence stands who has come to choose the chart.
  if (!chart || main.head === chart.from) return undefined
  const rows = rowsOf(state, chart)
  const row = rows.find(one => one.from === from)
  return row || from <= chart.from ? { rows, row, head: main.head } : undefined
}

const tab =
  (isForward: boolean): StateCommand =>
  target => {
    const found = here(target.state)
    if (!found) return false
    const { rows, row, head } = found
    const cells = rows.flatMap(cellsOf)
    const own = cells.findIndex(({ from, to }) => from <= head && to >= head)
    const isAtEnd = isBar(row) && head > row.cut && !isBar(below(found, row))
    if (isForward && isAtEnd) return put(target, row.to, `\n${ROW}`, row.to + 1)
    // The title comes before the first cell.
    const next = row ? cells[own + (isForward ? 1 : -1)] : isForward ? cells[0] : undefined
    return next ? go(target, next.from, next.to) : true
  }

export const nextCell = tab(true)
export const previousCell = tab(false)

const below = ({ rows }: Here, row: Row): Row | undefined => rows[rows.indexOf(row) + 1]

/** Behind the words of the cell below; out of the chart from a last row that says nothing, else a row comes. */
const entering =
  (isNew: boolean): StateCommand =>
  target => {
    const found = here(target.state)
    if (!found) return parted(target)
    const { rows, row, head } = found
    if (!row) {
      const [first] = rows
      return isBar(first) ? go(target, first.cut) : false
    }
    if (!isBar(row)) return false
    const next = below(found, row)
    if (isBar(next)) {
      if (!isNew) return go(target, head > row.cut ? next.to : next.cut)
    } else if (isSilent(row)) {
      const left = leave(target.state, found, row)
      if (left) return write(target, { changes: left.changes, selection: { anchor: left.caret } })
    }
    return isNew && head === row.from && !isSilent(row)
      ? put(target, row.from, `${ROW}\n`, row.from)
      : put(target, row.to, `\n${ROW}`, row.to + 1)
  }

export const enterRow = entering(false)
/** Shift and Enter: a row of its own below, or above from the head of one. */
export const newRow = entering(true)

/** Lines of words under the last row stay in the chart. */
function leave(state: EditorState, { rows }: Here, row: Bar) {
  const words = rows.slice(rows.indexOf(row) + 1).map(one => lineOf(state, one.from))
  return leaving(state, lineOf(state, row.from), words)
}

/** What is chosen over the rows of a chart goes, and none of them is cut in two. */
function parted({ state, dispatch }: Target): boolean {
  const { main } = state.selection
  if (main.empty || state.readOnly) return false
  const gone = state.update(state.replaceSelection(""), {
    userEvent: "delete.selection",
    scrollIntoView: true,
  })
  const isInRow = isBar(here(gone.state)?.row)
  if (isInRow) dispatch(gone)
  return isInRow
}
