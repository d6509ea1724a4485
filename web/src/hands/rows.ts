/** Rows: the lines of a passage as a gesture wants them, some of them made of words of other lines. */
import type { EditorState } from "@codemirror/state"
import { type Block, type Kind, type Line, lineAt } from "./lines.ts"

/** Words that stay where they are in the text, or new ones. */
export type Words = string | { readonly from: number; readonly to: number }

export interface Row extends Block {
  readonly words: readonly Words[]
  /** The line that it was, whose marks it keeps as they are written. */
  readonly line: Line | undefined
  /** Whether a gesture made it another one. */
  readonly isOther: boolean
  /** Whether its first letters may be a mark, as when somebody types one. */
  readonly isTyped: boolean
  /** Whether it is a paragraph though it says nothing: the caret waits there. */
  readonly isPlace: boolean
  /** Whether a paragraph begins with it: a blank line parts it from the one above. */
  readonly isBegun: boolean
  /** The block that its words begin with, where they are Markdown of somebody else. */
  readonly reads: Kind | undefined
  /** The caret, so many letters behind its marks; undefined where it is elsewhere. */
  readonly caret: number | undefined
}

/** A paragraph of no object and no list. */
export const BARE: Block = { kind: "text", quote: "", depth: 0, marker: "", task: "" }

/** A line as it is. */
export const kept = (line: Line): Row => ({
  ...line,
  words: [{ from: line.head, to: line.to }],
  line,
  isOther: false,
  isTyped: false,
  isPlace: false,
  reads: undefined,
  caret: undefined,
})

/** A row with the caret in it. */
export const here = (row: Row, caret = 0): Row => ({ ...row, caret })

/** A line with another block or other words. */
export const altered = (line: Line, changes: Partial<Row>): Row => ({
  ...kept(line),
  isOther: true,
  ...changes,
})

/** A new line. */
export const added = (block: Partial<Row>): Row => ({
  ...BARE,
  words: [],
  line: undefined,
  isOther: true,
  isTyped: false,
  isPlace: false,
  isBegun: true,
  reads: undefined,
  caret: undefined,
  ...block,
})

/** The same kind without its words or its tick, for what comes next to it. */
export const likewise = ({ kind, quote, depth, marker, task }: Block, words: readonly Words[]): Row =>
  added({ kind, quote, depth, marker, task: task && "[ ]", words })

export const saidBy = (state: EditorState, { words }: Pick<Row, "words">): string =>
  words.map(one => (typeof one === "string" ? one : state.sliceDoc(one.from, one.to))).join("")

/** The words from `from` to `to` of a line, none where they end before they begin. */
export const slice = (from: number, to: number): Words[] => (to > from ? [{ from, to }] : [])

export function linesIn(state: EditorState, first: number, last: number): Line[] {
  const lines: Line[] = []
  for (let n = Math.max(1, first); n <= Math.min(state.doc.lines, last); n += 1) lines.push(lineAt(state, n))
  return lines
}
