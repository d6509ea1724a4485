/** Copy and cut: Markdown as plain text, HTML for rich text. Part, loaded late. */
import { Prec } from "@codemirror/state"
import { EditorView } from "@codemirror/view"
import { htmlOf } from "./html.ts"

function copy(event: ClipboardEvent, view: EditorView): boolean {
  const { state } = view
  const { main } = state.selection
  // Without a selection the editor copies the line.
  if (main.empty || !event.clipboardData) return false
  event.preventDefault()
  event.clipboardData.clearData()
  event.clipboardData.setData("text/plain", state.sliceDoc(main.from, main.to))
  event.clipboardData.setData("text/html", htmlOf(state, main.from, main.to))
  if (event.type === "cut" && !state.readOnly)
    view.dispatch({
      changes: { from: main.from, to: main.to },
      scrollIntoView: true,
      userEvent: "delete.cut",
    })
  return true
}

export const copying = Prec.high(EditorView.domEventHandlers({ copy, cut: copy }))
