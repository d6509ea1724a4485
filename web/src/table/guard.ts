/** Transaction filter that keeps a table intact: typing, pasting and deleting stay within cells. */
import { EditorSelection, EditorState, Transaction, type TransactionSpec } from "@codemirror/state"
import { shaped } from "../hands/guard.ts"
import type { Block } from "../preview/blocks.ts"
import { breaksIn } from "../preview/line-breaks.ts"
import { cellsOf, gridsIn } from "../preview/tables.ts"
import { ESCAPES, inLine } from "../text/cells.ts"

/** The words of each cell of the lines of a table, or of some of them. */
function cellsIn(state: EditorState, { from, to }: Block): Block[] {
  const found: Block[] = []
  for (let at = from; at <= to; ) {
    const line = state.doc.lineAt(at)
    found.push(...(cellsOf(state, line) ?? []))
    at = line.to + 1
  }
  return found
}

/** The words of the cell that holds `at`, or of the next one of its row. */
export const cellAt = (state: EditorState, at: number): Block | undefined =>
  cellsOf(state, state.doc.lineAt(at))?.find(({ to }) => to >= at)

/** Position of a caret that moves to `at`. */
function settled(state: EditorState, at: number, isForward: boolean): number {
  const [table] = gridsIn(state, at, at)
  if (!table) return at
  const own = cellAt(state, at)
  if (own && own.from <= at) return at
  const cells = cellsIn(state, table)
  const [before, after] = [cells.findLast(({ to }) => to < at)?.to, cells.find(({ from }) => from > at)?.from]
  const last = state.doc.length
  if (isForward) return after ?? (table.to < last ? table.to + 1 : (before ?? at))
  return before ?? (table.from > 0 ? table.from - 1 : (after ?? at))
}

function settle(change: Transaction): Transaction | readonly TransactionSpec[] {
  const { startState: state, newSelection: wished } = change
  const { head } = state.selection.main
  const ranges = wished.ranges.map(range => {
    const isForward = range.head >= head
    if (range.empty) return EditorSelection.cursor(settled(state, range.head, isForward), range.assoc)
    const [table] = gridsIn(state, range.from, range.to)
    const isInside = table && range.from >= table.from && range.to <= table.to
    if (!isInside || (range.from === table.from && range.to === table.to)) return range
    return EditorSelection.range(settled(state, range.anchor, true), settled(state, range.head, isForward))
  })
  const selection = EditorSelection.create(ranges, wished.mainIndex)
  return selection.eq(wished) ? change : [change, { selection, sequential: true }]
}

/** Of `from` to `to`, what somebody may take away without the table: words of cells, and what lies outside. */
function open(state: EditorState, table: Block, from: number, to: number, insert: string): Block[] {
  const { doc } = state
  // The rest of a line above must not merge with the head.
  const isAlone = !insert && (from === 0 || state.sliceDoc(from - 1, from) === "\n")
  const isParted = state.sliceDoc(Math.max(0, table.from - 2), table.from) === "\n\n"
  const before = isAlone ? table.from : table.from - (isParted ? 2 : 1)
  // The blank line that ends the table stays where something follows.
  const next = doc.lineAt(Math.min(doc.length, table.to + 1))
  const isEnded = next.length === 0 && state.sliceDoc(to, doc.lineAt(to).to).trim() !== ""
  const after = Math.min(doc.length, table.to + (isEnded ? 2 : 1))
  const outside = [
    ...(from < table.from ? [{ from: 0, to: before }] : []),
    ...(to > table.to ? [{ from: after, to: doc.length }] : []),
  ]
  const inside = { from: Math.max(table.from, from), to: Math.min(table.to, to) }
  return [...cellsIn(state, inside), ...outside]
    .flatMap(piece => {
      const [start, end] = [Math.max(piece.from, from), Math.min(piece.to, to)]
      return start <= end ? [unbroken(state, start, end)] : []
    })
    .sort((one, other) => one.from - other.from)
}

/** Whether the sign at `at` is a letter because of the one before it. */
const isEscaped = (state: EditorState, at: number) => ESCAPES.test(state.sliceDoc(Math.max(0, at - 20), at))

/** With the whole of a line break, or of a pipe that is a letter, of which only a part is in it. */
function unbroken(state: EditorState, from: number, to: number): Block {
  const line = state.doc.lineAt(from)
  const cut = breaksIn(state, line.from, line.to).filter(one => one.from < to && one.to > from)
  if (cut.length > 0)
    return { from: Math.min(from, cut[0]?.from ?? from), to: Math.max(to, cut.at(-1)?.to ?? to) }
  const isPipe = (at: number) => state.sliceDoc(at, at + 1) === "|" && isEscaped(state, at)
  if (from === to) return isPipe(from) ? { from: from - 1, to: from - 1 } : { from, to }
  return { from: isPipe(from) ? from - 1 : from, to: isPipe(to) ? to + 1 : to }
}

/** Additions around `insert` that keep the cell closed. */
function held(state: EditorState, table: Block, { from, to }: Block, insert: string): string {
  if (from < table.from || to > table.to) return ""
  const line = state.doc.lineAt(from)
  const [before, after] = [line.text.slice(0, from - line.from), line.text.slice(to - line.from)]
  // If there is no pipe outside of the emptied cell.
  if (!insert.trim() && from < to && !(before.trim() && after.trim())) return "|"
  return isJoined(insert || before, after)
}

/** A backslash must not come to stand before the pipe that ends a cell. */
const isJoined = (before: string, after: string) => (after.startsWith("|") && ESCAPES.test(before) ? " " : "")

/** A blank line, a row that is meant to be one, or a block that ends the table as it is. */
const BEGINS = /^(?:$|\n|\||#{1,6} |> |[-*+] |\d{1,9}[.)] |```|~~~|:::)/

function write(change: Transaction): Transaction | readonly TransactionSpec[] {
  const { startState: state, changes } = change
  const kept: { from: number; to: number; insert: string }[] = []
  let isOther = false
  let beside: Block | undefined
  changes.iterChanges((from, to, _start, _end, inserted) => {
    const insert = inserted.toString()
    const table = gridsIn(state, Math.max(0, from - 2), to + 1).find(
      one => !(from <= one.from && to >= one.to) && from <= one.to + 2 && to >= one.from - 1,
    )
    if (!table) {
      kept.push({ from, to, insert })
      return
    }
    // A line right after a table would be one more row of it.
    const isRow = from === table.to + 1 && to === state.doc.lineAt(from).to && !BEGINS.test(insert)
    const found = open(state, table, from, to, insert)
    const near = settled(state, from, true)
    const places = found.length > 0 ? found : [{ from: near, to: near }]
    const at = places[0]?.from ?? near
    const isInside = at >= table.from && at <= table.to
    const said = isInside ? inLine(insert, isEscaped(state, at)) : isRow ? `\n${insert}` : insert
    const pieces = places
      .map((piece, index) => ({ ...piece, insert: index === 0 ? said : "" }))
      .map(piece => ({ ...piece, insert: piece.insert + held(state, table, piece, piece.insert) }))
      .filter(piece => piece.to > piece.from || piece.insert)
    const [first] = pieces
    isOther ||= pieces.length !== 1 || first?.from !== from || first.to !== to || first.insert !== insert
    if (!first && from > table.to) beside = table
    kept.push(...pieces)
  })
  if (!isOther) return change
  const set = state.changes(kept)
  const [first] = kept
  // A deletion that would join a line to the table moves the caret into its last cell.
  const into = beside && cellsIn(state, beside).at(-1)?.to
  const caret = first ? first.from + first.insert.length : (into ?? state.selection.main.head)
  const { effects } = change
  const userEvent = change.annotation(Transaction.userEvent) ?? "input"
  return [{ changes: set, selection: { anchor: caret }, effects, scrollIntoView: true, userEvent }]
}

export const guard = EditorState.transactionFilter.of(change => {
  if (change.annotation(shaped)) return change
  if (!change.docChanged) return change.selection ? settle(change) : change
  return change.isUserEvent("input") || change.isUserEvent("delete") ? write(change) : change
})
