/** Sum of the numbers in the cells that are chosen: those between the two ends of the selection, as in a spreadsheet. */
import type { EditorState } from "@codemirror/state"
import type { Block } from "../preview/blocks.ts"
import { numberCell } from "../preview/columns.ts"
import { gridsIn } from "../preview/tables.ts"
import { placeIn, rowsOf } from "../text/cells.ts"
import { figureOf, languageOf } from "./figures.ts"

const FIRST = 2

export interface Sum {
  /** As the language of the note writes it. */
  readonly said: string
  /** The cells that it is of. */
  readonly cells: readonly Block[]
}

/** Undefined for less than two numbers, and for such of different units, which have no sum. */
export function sumOf(state: EditorState): Sum | undefined {
  const { main } = state.selection
  const [pattern] = state.facet(numberCell)
  const [table] = main.empty || !pattern ? [] : gridsIn(state, main.from, main.to)
  if (!table || !pattern || main.from < table.from || main.to > table.to) return undefined
  const rows = rowsOf(state.sliceDoc(table.from, table.to))
  const ends = [main.anchor, main.head].map(at => placeIn(rows, at - table.from))
  const [top, bottom] = span(ends.map(({ row }) => row))
  const [left, right] = span(ends.map(({ column }) => column))
  const cells: Block[] = []
  const units = new Set<string>()
  let [value, decimals] = [0, 0]
  // The head names the columns, often by years.
  for (const row of rows.slice(Math.max(FIRST, top), bottom + 1))
    for (const cell of row.cells.slice(Math.max(0, left), right + 1)) {
      const place = { from: table.from + cell.from, to: table.from + cell.to }
      const figure = figureOf(state.sliceDoc(place.from, place.to), pattern)
      if (!figure) continue
      cells.push(place)
      units.add(figure.unit)
      value += figure.value
      decimals = Math.max(decimals, figure.decimals)
    }
  if (cells.length < 2 || units.size > 1) return undefined
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals }
  return { said: new Intl.NumberFormat(languageOf(pattern), digits).format(value), cells }
}

const span = (all: readonly number[]) => [Math.min(...all), Math.max(...all)] as [number, number]
