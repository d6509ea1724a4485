// The numbers that the editor gives to footnotes.
import { Text } from "../../../web/node_modules/@codemirror/state/dist/index.js"
import { footnotesOf } from "../../../web/src/footnotes/numbers.ts"

/** By label. */
export function numbers(source) {
  const { notes } = footnotesOf(Text.of(source.split("\n")))
  return Object.fromEntries(notes.filter(({ number }) => number).map(({ label, number }) => [label, number]))
}
