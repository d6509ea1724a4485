/** Selections that meet figures: a key that steps to one chooses it, and a selection over several lines takes it whole. Loaded late. */
import {
  EditorSelection,
  EditorState,
  type SelectionRange,
  type Transaction,
  type TransactionSpec,
} from "@codemirror/state"
import { isGap } from "./blank.ts"
import { shaped } from "./guard.ts"
import { headOf } from "./inline.ts"
import { type Line, lineOf, next } from "./lines.ts"
import { inCaption, place } from "./settle.ts"

/** A key that goes on from a figure that is chosen, or to one from beside it. */
function stepped(state: EditorState, at: number, before: number): SelectionRange | undefined {
  const met = lineOf(state, at)
  const line = (at > before && isGap(state, met) && next(state, met)) || met
  if (line.kind !== "figure") return undefined
  const { main } = state.selection
  const isChosen = main.from === line.from && main.to === line.to
  if (isChosen && at === line.to) return EditorSelection.cursor(headOf(state, line))
  const above = next(state, line, -1)
  if (isChosen && at === line.from && above) return EditorSelection.cursor(place(state, above.to, at, false))
  const isFromAbove = at <= line.head && before < line.from
  const isFromCaption = at < line.head && before >= line.head && before <= line.to
  return isFromAbove || isFromCaption || isChosen ? EditorSelection.range(line.from, line.to) : undefined
}

/** Words of one caption, or figures whole with what is chosen beside them. */
function overFigures(
  range: SelectionRange,
  first: Line,
  last: Line,
  before: number,
  isPointer: boolean,
): SelectionRange {
  let { from, to } = range
  const isBack = range.head < range.anchor
  if (first.number === last.number) {
    const isWhole = from === first.from && to === first.to
    if (!isWhole) [from, to] = [inCaption(first, from), inCaption(first, to)]
  } else {
    // The end that moves back over a figure leaves it out.
    const isShrunk = !isPointer && (isBack ? range.head > before : range.head < before)
    if (first.kind === "figure") from = isShrunk && isBack ? first.to + 1 : first.from
    if (last.kind === "figure") to = isShrunk && !isBack ? last.from - 1 : last.to
    if (from > to) return EditorSelection.cursor(range.anchor)
  }
  if (from === range.from && to === range.to) return range
  return isBack ? EditorSelection.range(to, from) : EditorSelection.range(from, to)
}

function settle(change: Transaction): Transaction | readonly TransactionSpec[] {
  const { startState: state, newSelection: wished } = change
  const before = state.selection.main.head
  const isPointer = change.isUserEvent("select.pointer")
  const ranges = wished.ranges.map(range => {
    if (range.empty) return (isPointer ? undefined : stepped(state, range.head, before)) ?? range
    const [first, last] = [lineOf(state, range.from), lineOf(state, range.to)]
    const isMet = first.kind === "figure" || last.kind === "figure"
    return isMet ? overFigures(range, first, last, before, isPointer) : range
  })
  const selection = EditorSelection.create(ranges, wished.mainIndex)
  return selection.eq(wished) ? change : [change, { selection, sequential: true }]
}

export const overFiguresFilter = EditorState.transactionFilter.of(change =>
  change.docChanged || !change.selection || !change.isUserEvent("select") || change.annotation(shaped)
    ? change
    : settle(change),
)
