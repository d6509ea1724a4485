/** Answers and titles of tables keep their sign only where it is one: under a question, behind a table. */
import type { EditorState } from "@codemirror/state"
import { TITLE } from "../preview/paragraphs.ts"
import { type Block, lineAt } from "./lines.ts"
import { kept, linesIn, type Row, saidBy } from "./rows.ts"

const SIGN = /^[:~]$/
/** So many lines above say whether a line is a question, and so many more of one paragraph. */
const [CONTEXT, LONGEST] = [4, 200]

/** Whether a line is an answer. */
export const isAnswer = ({ kind, marker }: Block): boolean => kind === "text" && SIGN.test(marker)

/** A picture alone in its line is prose to both parsers: the question of what is told under it. */
const isProse = ({ kind, quote, depth }: Block) =>
  (kind === "text" || kind === "figure") && !quote && depth === 0

/** The last answer of the paragraph of line `n`, or right behind it; `n` where there is none. */
export function lastAnswer(state: EditorState, n: number): number {
  let found = n
  for (let at = n; at <= Math.min(state.doc.lines, n + LONGEST); at += 1) {
    const line = lineAt(state, at)
    const isGap = line.kind === "blank" && at < state.doc.lines && isAnswer(lineAt(state, at + 1))
    if (!isGap && !isProse(line)) break
    if (isAnswer(line)) found = at
  }
  return found
}

/** The lines that say what the first of a passage is. */
function contextOf(state: EditorState, first: number): Row[] {
  let top = Math.max(1, first - CONTEXT)
  const isGoingOn = (line: Block) => isProse(line) || line.kind === "blank"
  while (top > 1 && first - top < LONGEST && isGoingOn(lineAt(state, top))) top -= 1
  return linesIn(state, top, first - 1).map(kept)
}

/** Rows of one passage, in order: those that have lost what their sign refers to are paragraphs. */
export function told(state: EditorState, first: number, rows: readonly Row[]): Row[] {
  const above = contextOf(state, first)
  let [last, blanks]: [Row | undefined, number] = [undefined, 0]
  let said: "question" | "answer" | undefined
  return [...above, ...rows]
    .map(row => {
      // A line that Shift+Enter has begun goes on with what is above.
      const isSoft = row.isPlace && !row.isBegun
      if (row.kind === "blank" && !isSoft) {
        blanks += 1
        // What is typed there would part a question from its answers.
        if (row.isPlace || row.caret !== undefined) [said, last, blanks] = [undefined, undefined, 0]
        return row
      }
      const isNear = blanks < 2 && last !== undefined
      const isTold = isAnswer(row) ? isNear && said !== undefined : last?.kind === "table"
      const isSigned = isAnswer(row) || (row.kind === "text" && TITLE.test(row.marker))
      const now = isSoft
        ? { ...row, kind: "text" as const }
        : isSigned && !isTold
          ? unsigned(state, row)
          : row
      // What changes under a picture is parted from it.
      const isApart = last?.kind === "figure" && (last.isOther || row.isOther)
      const isGoingOn = !row.isBegun && blanks === 0 && last !== undefined && isProse(last) && !isApart
      // Nor is one that was an answer the question of the next.
      if (!isProse(now) || (isAnswer(row) && !isTold)) said = undefined
      else if (isAnswer(now) && isProse(row)) said = "answer"
      else if (!(isGoingOn && said === "answer")) said = isGoingOn ? undefined : "question"
      ;[last, blanks] = [now, 0]
      return isSoft ? row : now
    })
    .slice(above.length)
}

/** Without words it is an empty line, and no question. */
const unsigned = (state: EditorState, row: Row): Row => ({
  ...row,
  kind: saidBy(state, row).trim() ? row.kind : "blank",
  marker: "",
  isOther: true,
})
