/** Objects of a note: boxes, charts and code, tables, figures. Their edges are walls, which no gesture joins across. */
import type { EditorState } from "@codemirror/state"
import { type Block, blocksOf } from "../preview/blocks.ts"
import { boxesOf } from "../preview/fences.ts"
import { treeTo } from "../preview/tree.ts"
import { FIGURE } from "../text/figures.ts"

export interface Walled extends Block {
  readonly kind: "box" | "code" | "table" | "figure"
}

const touches = ({ from, to }: Block, start: number, end: number) => from <= end && to >= start

/** Whether the fence at `at` is one of the two of a box. */
export function isFenceOfBox(state: EditorState, at: number): boolean {
  const line = state.doc.lineAt(at)
  return boxesIn(state, at, line.to).some(box => box.from >= at || box.to <= line.to)
}

const boxesIn = (state: EditorState, from: number, to: number) =>
  boxesOf(state, treeTo(state, state.doc.length)).filter(box => touches(box, from, to))

/** Those between two places, or around them; a chart in a box is one of its own. */
export function objectsIn(state: EditorState, from: number, to: number): Walled[] {
  const { codes, tables, pictures } = blocksOf(treeTo(state, state.doc.length))
  const of = (kind: Walled["kind"], all: readonly Block[]) =>
    all
      .filter(one => touches(one, from, to))
      .map(one => ({ from: state.doc.lineAt(one.from).from, to: one.to, kind }))
  return [
    ...boxesIn(state, from, to).map(({ from, to }) => ({ from, to, kind: "box" as const })),
    ...of("code", codes),
    ...of("table", tables),
    ...pictures.filter(one => touches(one, from, to)).flatMap(one => figuresIn(state, one)),
  ]
}

/** The lines of a paragraph that are figures. */
export function figuresIn({ doc }: EditorState, paragraph: Block): Walled[] {
  const found: Walled[] = []
  for (let at = paragraph.from; at <= paragraph.to; ) {
    const { from, to, text } = doc.lineAt(at)
    if (FIGURE.test(text)) found.push({ from, to, kind: "figure" })
    at = to + 1
  }
  return found
}
