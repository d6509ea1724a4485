/** Letters typed over a selection, and the caret of the browser. */
import type { Extension } from "@codemirror/state"
import { EditorView } from "@codemirror/view"
import { sameCaret } from "./caret.ts"

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

export const typing = (): Extension => [over, sameCaret]
