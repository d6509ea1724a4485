/** What is copied is Markdown for those who want it, and rich text for all others; a part, fetched ahead. */
import { Facet, Prec, StateEffect } from "@codemirror/state"
import { EditorView } from "@codemirror/view"
import { htmlOf } from "./html.ts"

const added = Facet.define<boolean>()

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

/** Gives the view its way to copy, once. */
export function addCopy(view: EditorView): void {
  if (view.state.facet(added).length > 0) return
  const events = EditorView.domEventHandlers({ copy, cut: copy })
  view.dispatch({ effects: StateEffect.appendConfig.of([added.of(true), Prec.high(events)]) })
}
