/** The gap between two blocks, and the empty paragraphs between them, as lines. */
import type { EditorState } from "@codemirror/state"
import { runAt } from "../preview/blank.ts"
import type { Line } from "./lines.ts"
import { linesIn } from "./rows.ts"

/** The blank lines that stand together in one box or quotation. */
export interface Blanks {
  readonly lines: readonly Line[]
  readonly gap: Line | undefined
  readonly empties: readonly Line[]
}

/** Those that `line` is one of; none where it says something. */
export function blanksAt(state: EditorState, line: Line | undefined): Blanks {
  const run = line && runAt(state, line.number)
  const lines = run ? linesIn(state, run.first, run.last) : []
  const gap = lines.find(({ number }) => number === run?.gap)
  return { lines, gap, empties: lines.filter(one => one !== gap) }
}

/** Whether a line is the gap between two blocks, where no caret stands. */
export const isGap = (state: EditorState, { number }: { readonly number: number }): boolean =>
  runAt(state, number)?.gap === number
