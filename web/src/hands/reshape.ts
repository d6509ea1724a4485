/** Lines of a note as other blocks: one step of undo, with the selection where its words have gone. */
import type { ChangeSpec } from "@codemirror/state"
import type { EditorView } from "@codemirror/view"
import { shaped } from "./guard.ts"

export function reshape(view: EditorView, wished: ChangeSpec): void {
  const { state } = view
  const changes = state.changes(wished)
  if (changes.empty) return
  view.dispatch({
    changes,
    selection: state.selection.map(changes, 1),
    annotations: shaped.of(true),
    userEvent: "input.format",
    scrollIntoView: true,
  })
}
