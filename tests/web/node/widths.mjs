// How wide the columns of a table stand that is all of a text.
import { Text } from "../../../web/node_modules/@codemirror/state/dist/index.js"
import { widthsOf } from "../../../web/src/table/widths.ts"

export const widths = source => widthsOf(Text.of(source.split("\n")), 0, source.length, () => false)
