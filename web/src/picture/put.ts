/** Inserts a block on lines of its own, after the line of the caret: a picture, or what a file says. */
import { syntaxTree } from "@codemirror/language"
import type { EditorState, Line } from "@codemirror/state"
import type { EditorView } from "@codemirror/view"

export function putPicture(view: EditorView, said: string, address: string): void {
  const line = lineBefore(view.state)
  const isFree = lineBelow(view.state, line)?.length === 0
  // The next key begins another paragraph.
  const end = isFree ? "\n" : "\n\n"
  put(view, line, `![${said.replace(/[[\]\s]+/g, " ").trim()}](${address})${end}`, isFree ? 1 : 0)
}

/** The caret is behind it then. */
export function putBlock(view: EditorView, block: string): void {
  const line = lineBefore(view.state)
  const end = lineBelow(view.state, line)?.length ? "\n" : ""
  put(view, line, block + end, -end.length)
}

/** The caret is so many letters after the end. */
function put(view: EditorView, line: Line, text: string, after: number): void {
  const above = view.state.doc.sliceString(0, line.from).endsWith("\n\n") || line.number === 1 ? "" : "\n"
  const insert = (line.length ? "\n\n" : above) + text
  view.dispatch({
    changes: { from: line.to, insert },
    selection: { anchor: line.to + insert.length + after },
    userEvent: "input.format",
    scrollIntoView: true,
  })
  view.focus()
}

const lineBelow = ({ doc }: EditorState, { number }: Line): Line | undefined =>
  number < doc.lines ? doc.line(number + 1) : undefined

/** The line of the caret, or the last one of the table or the code that it is in. */
function lineBefore(state: EditorState): Line {
  const { head } = state.selection.main
  let node = syntaxTree(state).resolveInner(head, -1)
  while (node.parent?.parent) node = node.parent
  const isWhole = ["Table", "FencedCode", "CodeBlock"].includes(node.name)
  return state.doc.lineAt(isWhole ? node.to : head)
}
