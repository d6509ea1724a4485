/** Transaction filter that keeps blocks whole: no gesture takes half a mark, joins across an object, or writes before a mark. */
import {
  Annotation,
  EditorSelection,
  EditorState,
  Transaction,
  type TransactionSpec,
} from "@codemirror/state"
import { backspace, del } from "./backspace.ts"
import { edit, several } from "./insert.ts"
import { isSaid, lineOf } from "./lines.ts"
import { replace } from "./replace.ts"
import { type Shape, stay } from "./rewrite.ts"
import { settle } from "./settle.ts"

/** Marks transactions that know the structure: those of the guard, and commands. */
export const shaped = Annotation.define<boolean>()

interface Piece {
  readonly from: number
  readonly to: number
  readonly insert: string
}

/** Commands that know what they write, and what a keyboard composes. */
const OTHERS = [
  "input.format",
  "input.task",
  "input.indent",
  "input.type.compose",
  "delete.dedent",
  "move.line",
]

/** Edits by hand; what others write and what is taken back has no user event. */
const isGesture = (change: Transaction) =>
  ["input", "delete", "move"].some(event => change.isUserEvent(event)) &&
  !OTHERS.some(event => change.isUserEvent(event))

/** What a change of one place comes to; undefined where it is right as it is. */
function shape(state: EditorState, piece: Piece, isKey: boolean, isTyped: boolean): Shape | undefined {
  const { from, to, insert } = piece
  const line = lineOf(state, from)
  if (isKey) {
    const { head } = state.selection.main
    const own = lineOf(state, head)
    if (isSaid(own) && to === head && head <= own.head) return backspace(state, own)
    if (isSaid(own) && from === head && head === own.to) return del(state, own)
    // A word or a line may reach over its mark or its end.
    const [start, end] = [Math.max(from, own.head), Math.min(to, own.to)]
    return (
      edit(state, own, { from: Math.min(start, end), to: end }, "", false) ??
      (start === from && end === to
        ? undefined
        : { changes: [{ from: start, to: end, insert: "" }], caret: start })
    )
  }
  const isOneLine = to <= line.to
  if (isOneLine && !insert.includes("\n")) return edit(state, line, piece, insert, isTyped)
  if (isOneLine) return several(state, line, from, to, insert)
  return insert.includes("\n") ? undefined : replace(state, piece, insert, isTyped)
}

function shapes(change: Transaction): Shape | undefined {
  const { startState: state, changes } = change
  const pieces: Piece[] = []
  changes.iterChanges(
    (from, to, _from, _to, inserted) => pieces.push({ from, to, insert: inserted.toString() }),
    true,
  )
  const isKey =
    change.isUserEvent("delete") && state.selection.ranges.length === 1 && state.selection.main.empty
  const isTyped = change.isUserEvent("input.type")
  const found = pieces.map(piece => shape(state, piece, isKey && pieces.length === 1, isTyped))
  if (found.every(one => !one)) return undefined
  if (found.length === 1) return found[0]
  return merged(state, pieces, found)
}

/** Several places at once, as by a drag or several carets; nothing where two of them would meet. */
function merged(state: EditorState, pieces: readonly Piece[], found: readonly (Shape | undefined)[]): Shape {
  const all = pieces.flatMap((piece, index) => found[index]?.changes ?? [piece])
  const isMeeting = all.some((one, index) => index > 0 && one.from < (all[index - 1]?.to ?? 0))
  if (isMeeting) return stay(state.selection.main.head)
  const last = pieces.findLastIndex(({ insert }) => insert)
  const caret = found[last]?.changes[0]?.from ?? pieces[Math.max(0, last)]?.to ?? 0
  return { changes: all, caret: state.changes(all).mapPos(caret, 1) }
}

export const guard = EditorState.transactionFilter.of((change): Transaction | readonly TransactionSpec[] => {
  if (change.annotation(shaped)) return change
  if (!change.docChanged) return change.selection && change.isUserEvent("select") ? settle(change) : change
  const made = isGesture(change) ? shapes(change) : undefined
  if (!made) return change
  const { effects, scrollIntoView } = change
  const userEvent = change.annotation(Transaction.userEvent)
  return [
    {
      changes: made.changes,
      selection: EditorSelection.cursor(made.caret),
      effects,
      scrollIntoView,
      annotations: shaped.of(true),
      ...(userEvent ? { userEvent } : {}),
    },
  ]
})
