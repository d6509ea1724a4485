// How wide the columns of a table stand that is all of a text.
import { EditorState } from "../../../web/node_modules/@codemirror/state/dist/index.js"
import { Columns } from "../../../web/src/preview/columns.ts"

export const widths = doc =>
  new Columns().in(EditorState.create({ doc }), 0, doc.length).map(({ share, least }) => ({ share, least }))
