/** Input rule: `[] ` begins a task. */
import type { Extension } from "@codemirror/state"
import { EditorView } from "@codemirror/view"
import { sameCaret } from "./caret.ts"

const boxes = EditorView.inputHandler.of((view, from, to, text) => {
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

/** The browser would write styles of its own into the lines that it joins over a selection, which the page forbids. */
const over = EditorView.domEventHandlers({
  beforeinput({ inputType, data }, view) {
    const { state, compositionStarted } = view
    const { from, to } = state.selection.main
    if (inputType !== "insertText" || !data || from === to || compositionStarted) return false
    const insert = () =>
      state.update(state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true })
    if (!state.facet(EditorView.inputHandler).some(take => take(view, from, to, data, insert)))
      view.dispatch(insert())
    return true
  },
})

export const typing = (): Extension => [boxes, over, sameCaret]
