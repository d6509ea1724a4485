/** Paragraphs with a meaning on paper: a question with its answer, and the title of a table. */
import type { EditorState } from "@codemirror/state"
import type { SyntaxNode } from "@lezer/common"

/** Before an answer, which may say nothing yet. */
const ANSWER = /^ {0,3}[:~][ \t]+/
/** Before what stands over a table on paper. */
export const TITLE = /^Table(?:au)?[ \u00a0\u202f]*:[ \u00a0\u202f]*/

export type Told = "title" | "question" | "answer"

/** Calls `tell` for each line with a meaning on paper, with the length of the sign at its start. */
export function readParagraph(
  { doc }: EditorState,
  paragraph: SyntaxNode,
  tell: (what: Told, at: number, sign: number) => void,
): void {
  if (paragraph.parent?.name !== "Document") return
  const first = doc.lineAt(paragraph.from)
  const last = doc.lineAt(paragraph.to).number
  const signOf = (n: number) => ANSWER.exec(doc.line(n).text)?.[0].length ?? 0
  const before = paragraph.prevSibling
  const title = before?.name === "Table" && TITLE.exec(first.text)?.[0].length
  if (title) {
    tell("title", first.from, title)
    return
  }
  let n = first.number
  if (!signOf(n)) {
    if (n === last || !signOf(n + 1)) return
    tell("question", first.from, 0)
    n += 1
  } else {
    // On paper, one blank line parts a question from its answer at most.
    if (before?.name !== "Paragraph" || first.number > doc.lineAt(before.to).number + 2) return
    const asked = doc.lineAt(before.from)
    const isAnswer = signOf(asked.number) || (asked.to < before.to && signOf(asked.number + 1))
    if (!isAnswer && asked.to < before.to) return
    if (!isAnswer) tell("question", asked.from, 0)
  }
  for (; n <= last; n += 1) tell("answer", doc.line(n).from, signOf(n))
}
