/** Edits of the table that holds the caret, as changes of the note. */
import { syntaxTree } from "@codemirror/language"
import type { EditorState, TransactionSpec } from "@codemirror/state"
import type { EditorView } from "@codemirror/view"
import type { Command } from "../hands/command.ts"
import { shaped } from "../hands/guard.ts"
import type { Edit } from "./edits.ts"

interface Table {
  readonly from: number
  readonly to: number
  readonly source: string
  /** Position of the caret in the table. */
  readonly at: number
}

/** What becomes of a source with the caret at `at` in it; undefined where nothing is to be done. */
export type Act = (source: string, at: number) => Edit | undefined

/** The table that holds the caret; those inside of quotations and lists stay as they are written. */
export function tableAt(state: EditorState, head = state.selection.main.head): Table | undefined {
  if (state.readOnly || state.selection.ranges.length > 1) return undefined
  for (let node = syntaxTree(state).resolveInner(head, -1); node.parent; node = node.parent)
    if (node.name === "Table") {
      const { from, to } = { from: state.doc.lineAt(node.from).from, to: node.to }
      const isOwn = node.parent.name === "Document" && head >= from && head <= to
      return isOwn ? { from, to, source: state.sliceDoc(from, to), at: head - from } : undefined
    }
  return undefined
}

/** An edit of the table at the caret; undefined where there is no table or no edit. */
export function done(state: EditorState, act: Act, userEvent = "input.format"): TransactionSpec | undefined {
  const table = tableAt(state)
  const edit = table && act(table.source, table.at)
  if (!table || !edit) return undefined
  const { from } = table
  return {
    changes: edit.changes.map(change => ({ ...change, from: change.from + from, to: change.to + from })),
    selection: { anchor: edit.anchor + from, head: edit.head + from },
    scrollIntoView: true,
    annotations: shaped.of(true),
    userEvent: edit.changes.length > 0 ? userEvent : "select",
  }
}

export function does(view: EditorView, act: Act, userEvent?: string): boolean {
  const change = done(view.state, act, userEvent)
  if (change) view.dispatch(change)
  return change !== undefined
}

export const doing =
  (act: Act): Command =>
  view =>
    does(view, act)
