// How wide the columns of a table stand that is all of a text.
import { Text } from "../../../web/node_modules/@codemirror/state/dist/index.js"
import { templateOf } from "../../../web/src/preview/widths.ts"

/** `whole`: which of them are not broken. */
export const template = (source, whole = []) =>
  templateOf(Text.of(source.split("\n")), 0, source.length, column => whole.includes(column))
