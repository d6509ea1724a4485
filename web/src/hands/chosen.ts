/** Objects that are chosen whole: by a key beside them, or a press; what is typed then comes under them. */
import type { EditorState } from "@codemirror/state"
import { isEdge, type Line, tailOf } from "./lines.ts"
import { objectsIn, type Walled } from "./objects.ts"
import { rewrite, type Shape } from "./rewrite.ts"
import { added, kept } from "./rows.ts"

/** Whether a line is of an object that no gesture joins: at first it is chosen. */
export const isObject = (line: Line): boolean => isEdge(line) || line.kind === "figure"

/** The box, the code or the figure that begins or ends with a line. */
export const objectAt = (state: EditorState, { from, to }: Line): Walled | undefined =>
  objectsIn(state, from, to).find(
    one => one.kind !== "table" && (one.from === from || state.doc.lineAt(one.to).from === from),
  )

/** The object that a range is, neither less nor more. */
export const chosenIn = (state: EditorState, from: number, to: number): Walled | undefined =>
  from < to
    ? objectsIn(state, from, to).find(one => one.kind !== "table" && one.from === from && one.to === to)
    : undefined

/** Chooses the object of a line; `moved` letters before it go. */
export function choose(state: EditorState, line: Line, changes: Shape["changes"] = [], moved = 0): Shape {
  const object = objectAt(state, line)
  if (!object) return { changes, caret: tailOf(line) - moved }
  const chosen = { from: object.from - moved, to: object.to - moved }
  return { changes, caret: chosen.to, chosen }
}

/** An empty paragraph under an object, by the last line of it. */
export const under = (state: EditorState, line: Line): Shape =>
  rewrite(state, line.number, line.number, [kept(line), added({ kind: "blank", isPlace: true, caret: 0 })])
