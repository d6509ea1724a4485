/** Draws a text anew where drawing it failed: else it would take no key any more until its page is opened again. */
import type { Transaction } from "@codemirror/state"
import type { EditorView } from "@codemirror/view"

/** What a view does with each change. */
export function mending(changes: readonly Transaction[], view: EditorView): void {
  try {
    view.update(changes)
  } catch (error) {
    // What was not taken was asked for at a wrong moment, and is for whoever asked.
    if (view.state !== changes.at(-1)?.state) throw error
    console.error(error)
    view.setState(view.state)
  }
}
