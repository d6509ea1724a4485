// Reads a text anew after each change, once in pieces that are known from before and once as if it were another text.
import { Text } from "../../../web/node_modules/@codemirror/state/dist/index.js"
import { TreeFragment } from "../../../web/node_modules/@lezer/common/dist/index.js"
import { GFM, parser } from "../../../web/node_modules/@lezer/markdown/dist/index.js"
import { blocksOf } from "../../../web/src/preview/blocks.ts"
import { callouts } from "../../../web/src/text/callouts.ts"
import { headings } from "../../../web/src/text/headings.ts"
import { marks } from "../../../web/src/text/marks.ts"

const language = parser.configure([GFM, callouts])
const places = found => found.map(({ from, to, level, words }) => [from, to, level, words])
const blocks = tree => Object.values(blocksOf(tree)).map(places)

/** `edits`: `[from, to, insert]` each, `from` and `to` as parts of the whole. What is given back should be the same twice. */
export function read(lines, edits) {
  let doc = Text.of(lines)
  let tree = language.parse(doc.toString())
  const [known, anew] = [[], []]
  for (const [start, end, insert] of [[0, 0, ""], ...edits]) {
    const [from, to] = [start, end].map(part => Math.floor(part * doc.length)).sort((a, b) => a - b)
    doc = doc.replace(from, to, Text.of(insert.split("\n")))
    const moved = [{ fromA: from, toA: to, fromB: from, toB: from + insert.length }]
    const text = doc.toString()
    tree = language.parse(text, TreeFragment.applyChanges(TreeFragment.addTree(tree), moved))
    const again = Text.of(text.split("\n"))
    known.push([places(headings(doc)), places(marks(doc)), blocks(tree)])
    anew.push([places(headings(again)), places(marks(again)), blocks(language.parse(text))])
  }
  return [known, anew]
}
