// How wide the columns of a table stand that is all of a text.
import { EditorState, Text } from "../../../web/node_modules/@codemirror/state/dist/index.js"
import { ColumnsOf, numberCell } from "../../../web/src/preview/columns.ts"
import { templateOf } from "../../../web/src/preview/widths.ts"

/** The sides of its columns; `pattern` is that of a cell that is a number. */
export const sides = (source, pattern) => {
  const extensions = numberCell.of(new RegExp(`^(?:${pattern})$`, "u"))
  const state = EditorState.create({ doc: source, extensions })
  return new ColumnsOf().in(state, 0, source.length).sides
}

/** `whole`: which of them are not broken. */
export const template = (source, whole = []) =>
  templateOf(Text.of(source.split("\n")), 0, source.length, column => whole.includes(column))
