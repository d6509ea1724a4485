// Reads a text anew after each change: once in pieces that are known from before or as its tree lies, and once plainly.
import { Text } from "../../../web/node_modules/@codemirror/state/dist/index.js"
import { TreeFragment } from "../../../web/node_modules/@lezer/common/dist/index.js"
import { GFM, parser } from "../../../web/node_modules/@lezer/markdown/dist/index.js"
import { blocksOf } from "../../../web/src/preview/blocks.ts"
import { callouts } from "../../../web/src/text/callouts.ts"
import { headings } from "../../../web/src/text/headings.ts"
import { marks } from "../../../web/src/text/marks.ts"

const language = parser.configure([GFM, callouts])
const places = found => found.map(({ from, to, level, words }) => [from, to, level, words])
const blocks = ({ tables, codes, pictures, fences }) => [tables, codes, pictures, fences].map(places)

/** Node by node, as the package gives them. */
function plainly({ topNode }) {
  const found = { tables: [], codes: [], pictures: [], fences: [] }
  for (let node = topNode.firstChild; node; node = node.nextSibling) {
    if (node.name === "Table") found.tables.push(node)
    if (node.name === "FencedCode") found.codes.push(node)
    if (node.name === "CalloutFence") found.fences.push(node)
    if (node.name === "Paragraph" && node.firstChild?.name === "Image") found.pictures.push(node)
  }
  return found
}

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
    known.push([places(headings(doc)), places(marks(doc)), blocks(blocksOf(tree))])
    anew.push([places(headings(again)), places(marks(again)), blocks(plainly(tree))])
  }
  return [known, anew]
}
