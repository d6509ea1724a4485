/** Selections that meet the gap between two blocks: a pointer leaves it out, and a key goes over it. Loaded late. */
import { EditorSelection, EditorState, type SelectionRange } from "@codemirror/state"
import { isGap } from "./blank.ts"
import { shaped } from "./guard.ts"
import { lineOf } from "./lines.ts"
import { overGap } from "./settle.ts"

function moved(
  state: EditorState,
  range: SelectionRange,
  before: number,
  isPointer: boolean,
): SelectionRange {
  const { anchor, head, from } = range
  const [own, other] = [lineOf(state, anchor), lineOf(state, head)]
  const isForward = isPointer ? head === from : head >= before
  const start = isGap(state, own) ? overGap(state, own, anchor === from) : anchor
  const end = isGap(state, other) ? overGap(state, other, isForward) : head
  return start === anchor && end === head ? range : EditorSelection.range(start, end)
}

export const overGapsFilter = EditorState.transactionFilter.of(change => {
  if (change.docChanged || !change.isUserEvent("select") || change.annotation(shaped)) return change
  const { startState: state, newSelection: wished } = change
  const isPointer = change.isUserEvent("select.pointer")
  const ranges = wished.ranges.map(range =>
    range.empty ? range : moved(state, range, state.selection.main.head, isPointer),
  )
  const selection = EditorSelection.create(ranges, wished.mainIndex)
  return selection.eq(wished) ? change : [change, { selection, sequential: true }]
})
