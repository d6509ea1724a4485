/** The columns of a table that is painted: where their cells stand, and how wide. */
import { type EditorState, RangeValue } from "@codemirror/state"
import { rowOf } from "../table/cells.ts"
import { type Width, widthsOf } from "../table/widths.ts"

type Side = "left" | "center" | "right"

export interface Column extends Width {
  readonly side: Side
}

/** Looked at once, as long as no table is another one. */
export class Columns extends RangeValue {
  #found: readonly Column[] | undefined

  in(state: EditorState, from: number, to: number): readonly Column[] {
    this.#found ??= columnsOf(state, from, to)
    return this.#found
  }
}

function columnsOf({ doc }: EditorState, from: number, to: number): Column[] {
  const { text } = doc.lineAt(doc.lineAt(from).to + 1)
  const sides = rowOf(text, 0).cells.map(one => sideOf(text.slice(one.from, one.to)))
  const sideAt = (column: number) => sides[column] ?? "left"
  // Figures are not cut in two.
  const widths = widthsOf(doc, from, to, column => sideAt(column) === "right")
  return widths.map((width, column) => ({ ...width, side: sideAt(column) }))
}

function sideOf(rule: string): Side {
  if (!rule.endsWith(":")) return "left"
  return rule.startsWith(":") ? "center" : "right"
}
