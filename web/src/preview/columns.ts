/** Columns of a painted table: alignment and widths. */
import { type EditorState, Facet, RangeValue } from "@codemirror/state"
import { rowOf } from "../text/cells.ts"
import { MOST_ROWS, templateOf } from "./widths.ts"

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

/** The pattern of a cell that is a number. */
export const numberCell = Facet.define<RegExp>()

/** What a cell does not say: as export/note/numbers.py has it. */
export const UNSAID = /\[\^[^\]\s]+\]|\]\([^)\s]*\)|[*`[\]\\~]|\u2060/g

function columnsOf(state: EditorState, from: number, to: number): Columns {
  const { doc } = state
  const rule = doc.lineAt(doc.lineAt(from).to + 1)
  const rules = cellsOf(rule.text)
  const { right, many } = numbersIn(state, rule.number + 1, doc.lineAt(to).number)
  // Of rows that are wider than the head too.
  while (rules.length < many) rules.push("")
  const sides = rules.map((one, column) => sideOf(one, right.has(column)))
  // Figures are not cut in two.
  const template = templateOf(doc, from, to, column => sides[column] === "right")
  return { sides, template, many: template.split(" minmax").length }
}

const cellsOf = (text: string) => rowOf(text, 0).cells.map(({ from, to }) => text.slice(from, to))

/** The columns of numbers between two lines, without the first one, which names the rows; and how many there are. */
function numbersIn(
  state: EditorState,
  first: number,
  last: number,
): { right: ReadonlySet<number>; many: number } {
  const [pattern] = state.facet(numberCell)
  const found = new Set<number>()
  const others = new Set([0])
  let many = 0
  for (let line = first; pattern && line <= Math.min(last, first + MOST_ROWS - 2); line += 1)
    for (const [column, cell] of cellsOf(state.doc.line(line).text).entries()) {
      many = Math.max(many, column + 1)
      const said = cell.replace(UNSAID, "").trim()
      if (!said || others.has(column)) continue
      const number = pattern.exec(said)
      if (!number) others.add(column)
      else if (!number.groups?.missing) found.add(column)
    }
  return { right: new Set([...found].filter(column => !others.has(column))), many }
}

/** What its author says of a column, else right where it is of numbers. */
function sideOf(rule: string, isOfNumbers: boolean): Columns["sides"][number] {
  if (rule.endsWith(":")) return rule.startsWith(":") ? "center" : "right"
  return isOfNumbers && !rule.startsWith(":") ? "right" : "left"
}
