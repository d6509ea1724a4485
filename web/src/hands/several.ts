/** Changes of several places at once, as by a drag or several carets. Loaded late. */
import { ChangeSet, type EditorState } from "@codemirror/state"
import { piecesOf, shape } from "./guard.ts"
import type { Entry, Piece } from "./put.ts"
import type { Shape } from "./rewrite.ts"

/** One place after the other, where what they come to would meet: what goes is first. */
function chained(state: EditorState, pieces: readonly Piece[], kind: Entry): Shape {
  let [now, all, caret] = [state, ChangeSet.empty(state.doc.length), state.selection.main.head]
  for (const { from: start, to: end, insert } of [
    ...pieces.filter(one => !one.insert),
    ...pieces.filter(one => one.insert),
  ]) {
    const from = all.mapPos(start, 1)
    const piece = { from, to: Math.max(from, all.mapPos(end, -1)), insert }
    const made = shape(now, piece, false, kind) ?? { changes: [piece], caret: from + insert.length }
    const { changes, state: left } = now.update({ changes: made.changes, filter: false })
    ;[now, all, caret] = [left, all.compose(changes), made.caret]
  }
  return { changes: piecesOf(all), caret }
}

/** What they come to together; `found` is what each of them comes to for itself. */
export function merged(
  state: EditorState,
  pieces: readonly Piece[],
  found: readonly (Shape | undefined)[],
  kind: Entry,
): Shape {
  const all = pieces.flatMap((piece, index) => found[index]?.changes ?? [piece])
  const isMeeting = all.some((one, index) => index > 0 && one.from < (all[index - 1]?.to ?? 0))
  if (isMeeting) return chained(state, pieces, kind)
  const last = pieces.findLastIndex(({ insert }) => insert)
  const own = found[last]
  if (!own) return { changes: all, caret: state.changes(all).mapPos(pieces[Math.max(0, last)]?.to ?? 0, 1) }
  const before = pieces.slice(0, last).flatMap((piece, index) => found[index]?.changes ?? [piece])
  return { changes: all, caret: own.caret + state.changes(before).newLength - state.doc.length }
}
