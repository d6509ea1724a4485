/** Inserts a block on lines of its own, after the line of the caret: a picture, or what a file says. */
import { syntaxTree } from "@codemirror/language"
import type { EditorState, Line } from "@codemirror/state"
import type { EditorView } from "@codemirror/view"

export function putPicture(view: EditorView, said: string, address: string): void {
  putBlock(view, `![${said.replace(/[[\]\s]+/g, " ").trim()}](${address})`)
}

export function putBlock(view: EditorView, block: string): void {
  const { state } = view
  const line = lineBefore(state)
  const above = state.doc.sliceString(0, line.from).endsWith("\n\n") || line.number === 1 ? "" : "\n"
  const next = line.number < state.doc.lines ? state.doc.line(line.number + 1) : undefined
  const isFree = next?.length === 0
  const insert = `${line.length ? "\n\n" : above}${block}${isFree ? "\n" : "\n\n"}`
  view.dispatch({
    changes: { from: line.to, insert },
    // The next key begins another paragraph.
    selection: { anchor: line.to + insert.length + (isFree ? 1 : 0) },
    userEvent: "input.format",
    scrollIntoView: true,
  })
  view.focus()
}

/** The line of the caret, or the last one of the table or the code that it is in. */
function lineBefore(state: EditorState): Line {
  const { head } = state.selection.main
  let node = syntaxTree(state).resolveInner(head, -1)
  while (node.parent?.parent) node = node.parent
  const isWhole = ["Table", "FencedCode", "CodeBlock"].includes(node.name)
  return state.doc.lineAt(isWhole ? node.to : head)
}
