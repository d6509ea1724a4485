/** A box is taken off: its fences go, and what it holds are blocks of the text. */
import type { EditorState } from "@codemirror/state"
import { objectAt } from "./chosen.ts"
import { isSaid, type Line } from "./lines.ts"
import { rewrite, type Shape, stay } from "./rewrite.ts"
import { added, altered, here, kept, linesIn } from "./rows.ts"

/** `open` is the fence that begins it, whose title is a paragraph then; the caret comes to the head of `at`. */
export function unboxed(state: EditorState, open: Line, at: Line): Shape {
  const box = objectAt(state, open)
  if (!box) return stay(at.head)
  const last = state.doc.lineAt(box.to).number
  const rows = linesIn(state, open.number + 1, last - 1).map(kept)
  if (open.head < open.to) rows.unshift(altered(open, { kind: "text", isBegun: true }))
  if (rows.length === 0) rows.push(added({ kind: "blank", isPlace: true }))
  const own = rows.findIndex(({ line }) => line?.number === at.number)
  // A blank line that the caret is in would be a paragraph.
  const place =
    own < 0
      ? Math.max(
          0,
          rows.findIndex(row => isSaid(row) && row.kind !== "blank"),
        )
      : own
  return rewrite(
    state,
    open.number,
    last,
    rows.map((row, index) => (index === place ? here(row) : row)),
  )
}
