/** Input rule: `[] ` begins a task. Loaded late. */
import { EditorView } from "@codemirror/view"

export const beginTask = EditorView.inputHandler.of((view, from, to, text) => {
  if (text !== " " || from !== to || view.composing) return false
  const line = view.state.doc.lineAt(from)
  const typed = /^(\s*)(?:[-*+] +)?\[\]$/.exec(view.state.sliceDoc(line.from, from))
  if (!typed) return false
  const insert = `${typed[1] ?? ""}- [ ] `
  view.dispatch({
    changes: { from: line.from, to: from, insert },
    selection: { anchor: line.from + insert.length },
    userEvent: "input.type",
  })
  return true
})
