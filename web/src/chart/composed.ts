/** The sign between two cells, composed by a keyboard (phones) in a row that has one: as if it had been typed. */
import { EditorView } from "@codemirror/view"
import { shaped } from "../hands/guard.ts"
import { cutOf } from "./read.ts"
import { isBar, rowAt } from "./rows.ts"

function mend(view: EditorView): void {
  const { state } = view
  const { head } = state.selection.main
  const row = rowAt(state, head)
  const at = head - 1
  if (!isBar(row) || at < row.from || !/[;\t]/.test(state.sliceDoc(at, head))) return
  const isOnly = cutOf(row.text.slice(0, at - row.from) + row.text.slice(head - row.from)) === undefined
  if (isOnly) return
  view.dispatch({
    changes: { from: at, to: head },
    // From the label it is a way on to the value.
    selection: { anchor: Math.max(at, row.cut) },
    annotations: shaped.of(true),
    userEvent: "input.type.compose",
  })
}

export const composed = EditorView.domEventHandlers({
  compositionend(_event, view) {
    // After the letters have come.
    setTimeout(() => {
      if (!view.compositionStarted) mend(view)
    })
  },
})
