/** Composed letters (IME, phones): at the end of a composition they become what typing them would have made. */
import {
  type ChangeDesc,
  type ChangeSet,
  EditorSelection,
  type EditorState,
  type Extension,
  StateField,
  type TransactionSpec,
} from "@codemirror/state"
import { EditorView } from "@codemirror/view"
import type { Shape } from "./rewrite.ts"
import { store } from "./stored.ts"

interface Composed {
  /** The note before the first letter, and all that was composed since. */
  readonly before: EditorState
  readonly changes: ChangeSet
}

const composed = StateField.define<Composed | null>({
  create: () => null,
  update(value, change) {
    if (change.effects.some(effect => effect.is(store))) return null
    if (!change.docChanged) return value
    if (!change.isUserEvent("input.type.compose")) return null
    return value
      ? { ...value, changes: value.changes.compose(change.changes) }
      : { before: change.startState, changes: change.changes }
  },
})

interface Piece {
  readonly from: number
  readonly to: number
  readonly insert: string
}

/** What letters come to that are typed in place of others. */
export type Typed = (state: EditorState, piece: Piece) => Shape | undefined

/** The edit that makes of composed letters what typing makes of them; nothing is put beside them before. */
export function mended(state: EditorState, typed: Typed): TransactionSpec | undefined {
  const { before, changes } = state.field(composed, false) ?? {}
  if (!before || !changes) return undefined
  const ended: TransactionSpec = { effects: store.of(null) }
  const piece = pieceOf(changes)
  const made = piece && typed(before, piece)
  if (!made) return ended
  const { isGoingOn = false, marks = [], caret } = made
  const now = before.changes(made.changes).apply(before.doc).toString()
  const isAtEnd = state.selection.main.empty && state.selection.main.head === endOf(changes)
  return {
    changes: smallest(state.doc.toString(), now),
    ...(isAtEnd ? { selection: EditorSelection.cursor(caret) } : {}),
    effects: store.of(isGoingOn || marks.length > 0 ? { at: caret, marks, isGoingOn } : null),
    // No step of undo ends here.
    userEvent: "input.type.compose",
  }
}

function pieceOf(changes: ChangeSet): Piece | undefined {
  const pieces: Piece[] = []
  changes.iterChanges(
    (from, to, _from, _to, text) => pieces.push({ from, to, insert: text.toString() }),
    true,
  )
  return pieces.length === 1 ? pieces[0] : undefined
}

function endOf(changes: ChangeDesc): number {
  let end = -1
  changes.iterChangedRanges((_from, _to, _start, to) => {
    end = to
  })
  return end
}

function smallest(old: string, now: string): Piece[] {
  if (old === now) return []
  const most = Math.min(old.length, now.length)
  let [start, end] = [0, 0]
  while (start < most && old[start] === now[start]) start += 1
  while (end < most - start && old.at(-1 - end) === now.at(-1 - end)) end += 1
  return [{ from: start, to: old.length - end, insert: now.slice(start, now.length - end) }]
}

export const composing = (typed: Typed): Extension => [
  composed,
  EditorView.domEventHandlers({
    compositionend(_event, view) {
      // After the letters have come.
      setTimeout(() => {
        const spec = view.compositionStarted ? undefined : mended(view.state, typed)
        if (spec) view.dispatch(spec)
      })
    },
  }),
]
