/** Where a caret may stand: in words, never in a mark, on a fence, or on the line end that a click takes along. */
import {
  EditorSelection,
  type EditorState,
  findClusterBreak,
  type SelectionRange,
  type Transaction,
  type TransactionSpec,
} from "@codemirror/state"
import { rowOf } from "../text/cells.ts"
import { isGap } from "./blank.ts"
import { headOf, marksIn } from "./inline.ts"
import { isEdge, isOpening, type Line, lineOf, next, tailOf } from "./lines.ts"

/** The place for a caret that is sent to `at` from `before`. */
export function place(state: EditorState, at: number, before: number, isPointer: boolean): number {
  const line = lineOf(state, at)
  const isForward = at >= before
  if (line.kind === "code") return at
  if (line.kind === "table") return between(state, line, at, before, isPointer)
  if (isGap(state, line))
    return place(state, overGap(state, line, isForward && !isPointer), before, isPointer)
  // A drawn chart gives a press its first or last place: its source is meant.
  if (isPointer && isEdge(line)) return isOpening(line) ? Math.max(at, line.head) : beyond(state, line, false)
  if (isOpening(line) && at >= line.head && line.head < line.to) return at
  // Going up in a box, one comes to the place of its title.
  if (line.kind === "open" && !isForward && line.head === line.to) return line.to
  if (isEdge(line)) return beyond(state, line, isForward)
  if (line.kind === "figure") return between(state, line, inCaption(line, at), before, isPointer)
  if (line.kind === "atom") return beyond(state, line, isForward)
  const head = headOf(state, line)
  if (at >= head) return between(state, line, at, before, isPointer)
  // From what stands behind the mark, one goes on to the line above.
  const above = !isPointer && before === head && at === before - 1 ? next(state, line, -1) : undefined
  return above ? place(state, above.to, before, isPointer) : head
}

/** The gap between two blocks is no place: the end of what stands above, or the beginning of what stands below. */
export const overGap = (state: EditorState, line: Line, isForward: boolean): number =>
  isForward ? (next(state, line)?.from ?? line.to) : (next(state, line, -1)?.to ?? line.from)

export const inCaption = (line: Line, at: number) => Math.max(line.head, Math.min(at, tailOf(line)))

/** Beside inline marks there is one place: before them, so that what follows bold letters is bold. */
function between(state: EditorState, line: Line, at: number, before: number, isPointer: boolean): number {
  const { hidden, whole } = marksIn(state, line.from, line.to)
  const call = whole.find(({ from, to }) => at > from && at < to)
  if (call) return before === call.from && !isPointer ? call.to : call.from
  const mark = hidden.find(({ from, to }) => at > from && at <= to)
  const head = headOf(state, line)
  if (!mark || at === head) return at
  const own = Math.max(mark.from, head)
  // A key that moves by a letter goes over the marks to the next one.
  if (isPointer || before < own || before > mark.to || at < before) return own
  if (line.kind === "table" && cellsOf(line).some(({ to }) => to === mark.to))
    return nextCell(state, line, mark.to)
  const rest = line.text.slice(mark.to - line.from)
  return rest ? mark.to + findClusterBreak(rest, 0) : own
}

const cellsOf = (line: Line) => rowOf(line.text, line.from).cells

/** The first place of the cell behind `at`, or of what follows the table. */
function nextCell(state: EditorState, line: Line, at: number): number {
  const cell = cellsOf(line).find(({ from }) => from > at)
  if (cell) return cell.from
  let below = next(state, line)
  while (below?.kind === "table" && /^[\s|:-]*$/.test(below.text)) below = next(state, below)
  return below?.kind === "table" ? (cellsOf(below)[0]?.from ?? below.from) : (below?.from ?? at)
}

/** The place behind a fence or a rule, in one direction; the other one where the note ends. */
function beyond(state: EditorState, line: Line, isForward: boolean): number {
  const isWayOut = next(state, line, isForward ? 1 : -1) !== undefined
  const way = isForward === isWayOut ? 1 : -1
  let now: Line | undefined = next(state, line, way)
  while (
    now &&
    (isEdge(now) || now.kind === "atom" || isGap(state, now)) &&
    !(isOpening(now) && now.head < now.to)
  )
    now = next(state, now, way)
  if (!now) return line.to
  return way > 0 ? now.head : now.to
}

function settled(
  state: EditorState,
  range: SelectionRange,
  before: number,
  isPointer: boolean,
): SelectionRange {
  if (range.empty) {
    const at = place(state, range.head, before, isPointer)
    return at === range.head ? range : EditorSelection.cursor(at, range.assoc)
  }
  const [first, last] = [lineOf(state, range.from), lineOf(state, range.to)]
  const isMark = (line: Line, at: number) =>
    at < line.head && line.kind !== "table" && line.kind !== "figure" && line.kind !== "atom" && !isEdge(line)
  const from = isMark(first, range.from) ? Math.min(range.to, first.head) : range.from
  const to = isMark(last, range.to) && range.to > last.from ? last.head : range.to
  if (from === range.from && to === range.to) return range
  return range.head < range.anchor ? EditorSelection.range(to, from) : EditorSelection.range(from, to)
}

export function settle(change: Transaction): Transaction | readonly TransactionSpec[] {
  const { startState: state, newSelection: wished } = change
  const before = state.selection.main.head
  const isPointer = change.isUserEvent("select.pointer")
  const ranges = wished.ranges.map(range => settled(state, range, before, isPointer))
  const selection = EditorSelection.create(ranges, wished.mainIndex)
  return selection.eq(wished) ? change : [change, { selection, sequential: true }]
}
