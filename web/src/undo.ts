/** Undo takes back one's own edits only, one thought at a time. */
import type { Extension } from "@codemirror/state"
import { EditorView, keymap } from "@codemirror/view"
import { yUndoManagerKeymap } from "y-codemirror.next"
import * as Y from "yjs"

/** Nothing but what the editor itself does is tracked: the server's updates have another origin. */
export const undoManager = (text: Y.Text) =>
  new Y.UndoManager(text, { trackedOrigins: new Set(), captureTimeout: 600 })

/** Fast edits in different places are different steps. */
export function separateSteps(manager: Y.UndoManager): Extension {
  const separator = EditorView.updateListener.of(({ transactions, selectionSet, docChanged }) => {
    const isJump = selectionSet && !docChanged
    if (isJump || transactions.some(change => change.isUserEvent("input.format"))) manager.stopCapturing()
  })
  return [separator, keymap.of(yUndoManagerKeymap)]
}
