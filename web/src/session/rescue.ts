/** Edits that the server did not take: as text to copy, or typed again into another document. */
import type { ChangeSet, EditorState, Text } from "@codemirror/state"
import type { EditorView } from "@codemirror/view"
import { difference } from "../text/difference.ts"
import type { Unsent } from "./unsent.ts"

/** The paragraphs that hold unsent edits, as they stand on the page. */
export function unsentText(unsent: Unsent, state: { readonly doc: Text }): string {
  const lines = new Set<number>()
  for (const { from, to } of unsent.places)
    for (let at = from; at <= Math.min(to, state.doc.length); at = state.doc.lineAt(at).to + 1)
      lines.add(state.doc.lineAt(at).number)
  return [...lines].map(number => state.doc.line(number).text).join("\n")
}

/** Edits over a text that the server held. */
export interface Carried {
  readonly base: Text
  readonly changes: ChangeSet
}

/** Makes the edits again, over whatever the text has become meanwhile. */
export function retype(view: EditorView, { base, changes }: Carried): void {
  if (changes.empty) return
  const meanwhile = difference(base.toString(), view.state.doc.toString())
  view.dispatch({ changes: changes.map(meanwhile), userEvent: "input.rescue" })
}

/** Puts the caret where it was in the text of `before`. */
export function keepSelection(view: EditorView, before: EditorState): void {
  const meanwhile = difference(before.doc.toString(), view.state.doc.toString())
  view.dispatch({ selection: before.selection.map(meanwhile) })
}
