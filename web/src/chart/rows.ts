/** Rows of a chart: its lines as cells, a label and a value, parted by a sign that is never seen. */
import type { EditorState } from "@codemirror/state"
import { type Block, blocksOf } from "../preview/blocks.ts"
import { treeTo } from "../preview/tree.ts"
import { BEGIN, cutOf, END } from "./read.ts"

export interface Row extends Block {
  readonly text: string
  /** The place of the sign between the two cells; undefined of a line of words, as the source. */
  readonly cut: number | undefined
}

/** A row of two cells. */
export type Bar = Row & { readonly cut: number }
export const isBar = (row: Row | undefined): row is Bar => row?.cut !== undefined

/** The chart that a place lies in. */
export function chartAt(state: EditorState, at: number): Block | undefined {
  const found = blocksOf(treeTo(state, state.doc.length)).codes.find(({ from, to }) => from <= at && to >= at)
  return found && BEGIN.test(state.doc.lineAt(found.from).text) ? found : undefined
}

/** The rows between the two fences. */
export function rowsOf({ doc }: EditorState, { from, to }: Block): Row[] {
  const rows: Row[] = []
  for (let at = doc.lineAt(from).to + 1; at <= to; ) {
    const line = doc.lineAt(at)
    if (line.to < to || !END.test(line.text)) rows.push(rowIn(line))
    at = line.to + 1
  }
  return rows
}

function rowIn({ from, to, text }: Block & { readonly text: string }): Row {
  const cut = cutOf(text)
  return { from, to, text, cut: cut === undefined ? undefined : from + cut }
}

export function rowAt(state: EditorState, at: number): Row | undefined {
  const chart = chartAt(state, at)
  return chart && rowsOf(state, chart).find(({ from, to }) => from <= at && to >= at)
}

/** Whether nothing is said in it. */
export const isSilent = ({ text }: Row): boolean => !text.replace(/[;\t]/, "").trim()

/** The two cells of a row, or the words of one that has no cells. */
export const cellsOf = ({ from, to, cut }: Row): Block[] =>
  cut === undefined
    ? [{ from, to }]
    : [
        { from, to: cut },
        { from: cut + 1, to },
      ]
