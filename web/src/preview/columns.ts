/** Columns of a painted table: alignment and widths. */
import { type EditorState, RangeValue } from "@codemirror/state"
import { rowOf } from "../text/cells.ts"
import { templateOf } from "./widths.ts"

export interface Columns {
  readonly sides: readonly ("left" | "center" | "right")[]
  /** Of each row, which does not ask what the others hold. */
  readonly template: string
  readonly many: number
}

/** Looked at once, as long as no table is another one. */
export class ColumnsOf extends RangeValue {
  #found: Columns | undefined

  in(state: EditorState, from: number, to: number): Columns {
    this.#found ??= columnsOf(state, from, to)
    return this.#found
  }
}

function columnsOf({ doc }: EditorState, from: number, to: number): Columns {
  const { text } = doc.lineAt(doc.lineAt(from).to + 1)
  const sides = rowOf(text, 0).cells.map(one => sideOf(text.slice(one.from, one.to)))
  // Figures are not cut in two.
  const template = templateOf(doc, from, to, column => sides[column] === "right")
  return { sides, template, many: template.split(" minmax").length }
}

function sideOf(rule: string): Columns["sides"][number] {
  if (!rule.endsWith(":")) return "left"
  return rule.startsWith(":") ? "center" : "right"
}
