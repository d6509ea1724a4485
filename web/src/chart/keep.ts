/** Transaction filters that keep the rows of a chart: a sign between two cells goes with its row alone, and rows do not join. */
import {
  EditorSelection,
  EditorState,
  type Extension,
  Prec,
  type Transaction,
  type TransactionSpec,
} from "@codemirror/state"
import { piecesOf, shaped } from "../hands/guard.ts"
import type { Piece } from "../hands/put.ts"
import { type Bar, chartAt, isBar, isSilent, type Row, rowAt, rowsOf } from "./rows.ts"

const isByHand = (change: Transaction) =>
  ["input", "delete", "move"].some(event => change.isUserEvent(event)) &&
  !["input.type.compose", "move.line", "delete.line", "input.chart"].some(event => change.isUserEvent(event))

/** What a key between two rows comes to: a row that says nothing goes, others stay apart. */
function joined(state: EditorState, { from, to }: Piece): readonly Piece[] | undefined {
  const [above, below] = [rowAt(state, from), rowAt(state, to)]
  if (!above || !below || above.from === below.from || !(isBar(above) || isBar(below))) return undefined
  if (isSilent(below)) return [{ from: above.to, to: below.to, insert: "" }]
  return isSilent(above) ? [{ from: above.from, to: below.from, insert: "" }] : []
}

/** What a key takes of the cell that it is pressed in; undefined where that is all it would take. */
function within(row: Row | undefined, { from, to }: Piece, head: number): readonly Piece[] | undefined {
  if (!isBar(row) || row.cut < from || row.cut >= to) return undefined
  const left = head > row.cut ? { from: row.cut + 1, to } : { from, to: row.cut }
  return left.to > left.from ? [{ ...left, insert: "" }] : []
}

/** The sign between the cells, as it is typed in one: a way on to the value, and a comma among other letters. */
function parting({ selection }: EditorState, row: Bar, { from, to, insert }: Piece): TransactionSpec {
  if (insert.length > 1) {
    const said = insert.replace(/\s*[;\t]/g, ",")
    return { changes: { from, to, insert: said }, selection: { anchor: from + said.length } }
  }
  return { selection: { anchor: to <= row.cut ? row.cut + 1 : selection.main.head } }
}

const before = EditorState.transactionFilter.of(change => {
  if (!change.docChanged || change.annotation(shaped) || !isByHand(change)) return change
  const { startState: state } = change
  const { main, ranges } = state.selection
  const [piece, ...others] = piecesOf(change.changes)
  if (!piece || others.length > 0 || ranges.length > 1) return change
  const row = rowAt(state, piece.from)
  if (/[;\t]/.test(piece.insert) && change.isUserEvent("input.type") && isBar(row) && main.to <= row.to)
    return { scrollIntoView: true, userEvent: "input.type", ...parting(state, row, piece) }
  const isKey = change.isUserEvent("delete") && main.empty && !piece.insert
  const made = isKey ? (joined(state, piece) ?? within(row, piece, main.head)) : undefined
  if (!made) return change
  const [gone] = made
  const isBack = main.head === piece.to
  const caret = gone ? (isBack ? gone.from : Math.min(gone.from, main.head)) : main.head
  return {
    changes: made,
    selection: { anchor: caret },
    annotations: shaped.of(true),
    userEvent: isBack ? "delete.backward" : "delete.forward",
    scrollIntoView: true,
  }
})

/** Whether whole lines go, or lines come in their place, and nothing of the next or the last one. */
function isWholeLines({ doc }: EditorState, { from, to, insert }: Piece): boolean {
  const [first, last] = [doc.lineAt(from), doc.lineAt(to)]
  return (
    first.number < last.number &&
    (insert === "" || insert.endsWith("\n")) &&
    ((from === first.from && to === last.from) || (from === first.to && to === last.to))
  )
}

/** The rows of before of which a piece takes the sign, and those beside them that keep it. */
function touchedBy(state: EditorState, { from, to }: Piece): Row[] {
  const charts = new Set([chartAt(state, from), chartAt(state, to)].filter(one => one !== undefined))
  return [...charts].flatMap(chart => rowsOf(state, chart)).filter(row => row.from <= to && row.to >= from)
}

/** What is put back: a sign that a row has lost, or the line end between two rows that would be one. */
function mended(change: Transaction): Piece[] {
  const { startState: state, newDoc, changes } = change
  return piecesOf(changes).flatMap(piece => {
    if (piece.to === piece.from) return []
    const rows = touchedBy(state, piece).filter(isBar)
    if (rows.length === 0 || isWholeLines(state, piece)) return []
    const end = changes.mapPos(piece.to, 1)
    const line = newDoc.lineAt(end)
    const { head } = change.newSelection.main
    // A letter that is typed over the same letter has not changed: it stays before the sign, as the caret does.
    const at = head <= line.to ? Math.max(end, head) : end
    const left = rows.filter(({ cut }) => cut < piece.from || cut >= piece.to)
    if (left.length > 1) return [{ from: at, to: at, insert: "\n" }]
    const isIn = chartAt(change.state, at) && rowAt(change.state, at)
    return isIn && left.length === 0 && !/[;\t]/.test(line.text) ? [{ from: at, to: at, insert: ";" }] : []
  })
}

const after = EditorState.transactionFilter.of(change => {
  if (!change.docChanged || !isByHand(change)) return change
  const pieces = mended(change)
  if (pieces.length === 0) return change
  const { main } = change.newSelection
  // The caret stays before what is put back.
  return [change, { changes: pieces, selection: EditorSelection.cursor(main.head), sequential: true }]
})

/** The first asks before the guard of blocks, the second looks at what that has made. */
export const keep: Extension = [Prec.low(before), Prec.high(after)]
