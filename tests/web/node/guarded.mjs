// What a note becomes when somebody writes in it, where its tables are painted: each edit takes away `from` to `to`.
import { EditorState } from "../../../web/node_modules/@codemirror/state/dist/index.js"
import { frozen } from "../../../web/src/preview/frozen.ts"
import { gridsIn, tablePreview } from "../../../web/src/preview/tables.ts"
import { guard } from "../../../web/src/table/guard.ts"
import { markdown } from "../../../web/src/text/markdown.ts"

/** The text, how many tables it has, and where the caret is. */
export function written(doc, edits) {
  let state = EditorState.create({ doc, extensions: [frozen, markdown(), tablePreview(), guard] })
  for (const { from, to, insert, event } of edits) {
    state = state.update({
      changes: { from, to, insert },
      selection: { anchor: from + insert.length },
      userEvent: event,
    }).state
  }
  const { length } = state.doc
  return { text: state.doc.toString(), tables: gridsIn(state, 0, length).length, at: state.selection.main.head }
}

/** Where a caret comes to stand that is sent from one place to another. */
export function sent(doc, from, to) {
  const state = EditorState.create({
    doc,
    selection: { anchor: from },
    extensions: [frozen, markdown(), tablePreview(), guard],
  })
  return state.update({ selection: { anchor: to } }).state.selection.main.head
}
