/** Markdown of a selection: with the mark of its first block, without half an object or half a pair of marks. Loaded late. */
import type { EditorState } from "@codemirror/state"
import { headOf, marksIn } from "./inline.ts"
import { isEdge, type Line, lineOf } from "./lines.ts"
import { objectsIn } from "./objects.ts"
import { linesIn } from "./rows.ts"

/** Where a copy begins: the mark of a line goes along when its words are taken with the next line. */
export function startOf(state: EditorState, from: number, to: number): number {
  const line = lineOf(state, from)
  return to > line.to && from <= headOf(state, line) ? line.from : from
}

export function copied(state: EditorState, from: number, to: number): string {
  const [first, last] = [lineOf(state, from), lineOf(state, to)]
  if (first.number === last.number) return balanced(state, first, from, to)
  const whole = objectsIn(state, from, to).filter(one => one.from >= first.from && one.to <= to)
  const isHalf = (line: Line) =>
    isEdge(line) && !whole.some(one => one.from <= line.from && one.to >= line.to)
  const start = startOf(state, from, to)
  return linesIn(state, first.number, last.number)
    .filter(line => !isHalf(line))
    .map(line => balanced(state, line, Math.max(start, line.from), Math.min(to, line.to)))
    .join("\n")
}

/** A part of a line, with the other mark of each pair that is cut. */
function balanced(state: EditorState, line: Line, from: number, to: number): string {
  if (line.kind === "code" || line.kind === "table" || isEdge(line)) return state.sliceDoc(from, to)
  const { pairs, whole } = marksIn(state, line.head, line.to)
  // A letter that would be read as a mark goes with its backslash.
  const start = whole.find(one => one.from < from && one.to > from)?.from ?? from
  const isIn = (mark: { readonly from: number; readonly to: number }) => mark.from >= from && mark.to <= to
  const opening = pairs.filter(({ open, close }) => isIn(close) && !isIn(open)).map(({ open }) => open)
  const closing = pairs.filter(({ open, close }) => isIn(open) && !isIn(close)).map(({ close }) => close)
  const said = (marks: typeof opening) => marks.map(mark => state.sliceDoc(mark.from, mark.to)).join("")
  return said(opening) + state.sliceDoc(start, to) + said(closing.reverse())
}
