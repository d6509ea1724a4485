/** Incremental scan: after a change it gives the same as a scan of the whole text. */
import { Text } from "@codemirror/state"
import { type SyntaxNode, type Tree, TreeFragment } from "@lezer/common"
import { GFM, parser } from "@lezer/markdown"
import fc from "fast-check"
import { expect, test } from "vitest"
import { blocksOf } from "../preview/blocks.ts"
import type { Place } from "./found.ts"
import { headings } from "./headings.ts"
import { callouts } from "./markdown.ts"
import { marks } from "./marks.ts"

/** `from` and `to` are parts of the whole. */
type Edit = readonly [from: number, to: number, insert: string]

const language = parser.configure([GFM, callouts])
const places = (found: readonly Place[]) =>
  found.map(one => {
    const { from, to, level, words } = one as Place & { level?: number; words?: string }
    return [from, to, level, words]
  })
type Blocks = Record<"tables" | "codes" | "pictures" | "fences", readonly Place[]>
const blocks = ({ tables, codes, pictures, fences }: Blocks) =>
  [tables, codes, pictures, fences].map(all => all.map(({ from, to }) => [from, to]))

/** Node by node, as the package gives them. */
function plainly({ topNode }: Tree): Blocks {
  const found: Record<keyof Blocks, SyntaxNode[]> = { tables: [], codes: [], pictures: [], fences: [] }
  for (let node = topNode.firstChild; node; node = node.nextSibling) {
    if (node.name === "Table") found.tables.push(node)
    if (node.name === "FencedCode") found.codes.push(node)
    if (node.name === "CalloutFence") found.fences.push(node)
    if (node.name === "Paragraph" && node.getChild("Image")) found.pictures.push(node)
  }
  return found
}

/** Reads a text after each edit twice: with what is known of the text before, and anew. */
function read(lines: readonly string[], edits: readonly Edit[]) {
  let doc = Text.of(lines)
  let tree = language.parse(doc.toString())
  const [known, anew] = [[], []] as [unknown[][], unknown[][]]
  const begin: Edit = [0, 0, ""]
  for (const [start, end, insert] of [begin, ...edits]) {
    const [one, other] = [start, end].map(part => Math.floor(part * doc.length)) as [number, number]
    const [from, to] = [Math.min(one, other), Math.max(one, other)]
    doc = doc.replace(from, to, Text.of(insert.split("\n")))
    const moved = [{ fromA: from, toA: to, fromB: from, toB: from + insert.length }]
    const text = doc.toString()
    tree = language.parse(text, TreeFragment.applyChanges(TreeFragment.addTree(tree), moved))
    const again = Text.of(text.split("\n"))
    known.push([places(headings(doc)), places(marks(doc)), blocks(blocksOf(tree))])
    anew.push([places(headings(again)), places(marks(again)), blocks(plainly(tree))])
  }
  return { known, anew }
}

const LINES = [
  "",
  "# Titre",
  "Un paragraphe [à vérifier] de plus.",
  "```",
  "~~~",
  "::: retenir",
  ":::",
  "| a | b |\n|---|---|\n| 1 | 2 |",
  "![vue](image/abcdefgh)",
  "Un mot **gras ![vue](image/abcdefgh)** et [un lien ![vue](image/abcdefgh)](https://exemple.fr).",
  "- un point",
]
const texts = fc
  .array(fc.constantFrom(...LINES), { minLength: 1, maxLength: 12 })
  .map(lines => lines.join("\n"))
const part = fc.double({ min: 0, max: 1, noNaN: true })
const edits = fc.array(fc.tuple(part, part, fc.oneof(texts, fc.constant(""))), { maxLength: 5 })

test("headings, marks and blocks are those of the whole text", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), texts, edits, (times, text, edits) => {
      const { known, anew } = read(Array(times).fill(text).join("\n\n").split("\n"), edits)
      expect(known).toEqual(anew)
      expect(known).toHaveLength(edits.length + 1)
    }),
  )
})

test("a heading is found, and one in a fence is not", () => {
  const { known } = read(["# A", "```", "# B", "```", "## C"], [[0, 0, "x\n"]])
  const found = known.map(([headings]) => (headings as unknown[][]).map(place => place.slice(0, 3)))
  expect(found).toEqual([
    [
      [0, 3, 1],
      [16, 20, 2],
    ],
    [
      [2, 5, 1],
      [18, 22, 2],
    ],
  ])
})
