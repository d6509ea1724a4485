import { EditorState } from "@codemirror/state"
import { expect, test, vi } from "vitest"
import english from "../../words/en.json"
import { markdown } from "../text/markdown.ts"

vi.stubGlobal("pochetteTexts", english)
vi.stubGlobal("document", { documentElement: { lang: "en" } })
const { placeOf, told } = await import("./place.ts")

/** Not that of a footnote. */
const CARET = /(?<!\[)\^/

/** The place of `^` in a text. */
const at = (text: string) =>
  placeOf(
    EditorState.create({
      doc: text.replace(CARET, ""),
      selection: { anchor: text.search(CARET) },
      extensions: markdown(),
    }),
  )

test.each([
  ["letters", "a^", "ab^", []],
  ["a heading", "a^", "## a^", ["Heading 2"]],
  ["a heading left by Enter", "## a^", "## a\n\n^", ["Text"]],
  ["a list", "a^", "- a^", ["Bulleted list"]],
  ["the next item", "- a^", "- a\n- ^", []],
  ["an item that is put in", "- a\n- ^", "- a\n  - ^", ["level 2"]],
  ["an item that is taken out", "- a\n  - b^", "- a\n- b^", ["level 1"]],
  ["another kind of list, deep", "- a\n  - b^", "- a\n  1. b^", ["Numbered list", "level 2"]],
  ["a list that is left", "- a\n- ^", "- a\n\n^", ["Text"]],
  ["a tick", "- [ ] a^", "- [x] a^", ["ticked"]],
  ["a tick that is taken off", "- [x] a^", "- [ ] a^", ["not ticked"]],
  ["the next task, which has no tick", "- [x] a^", "- [x] a\n- [ ] ^", []],
  ["a quotation", "a^", "> a^", ["Quote"]],
  ["a box", "^", "::: retenir\n^\n:::", ["Box: Key points"]],
  ["a box with a title", "^", "::: retenir Deux dates\n- ^\n:::", ["Box: Deux dates", "Bulleted list"]],
  ["a box that is turned", "::: retenir\na^\n:::", "::: vigilance\na^\n:::", ["Box: Watch out"]],
  ["a titled box that is turned", "::: retenir T\na^\n:::", "::: vigilance T\na^\n:::", ["Box: Watch out"]],
  ["a box that is left", "::: retenir\na\n^\n:::", "::: retenir\na\n:::\n\n^", ["Text"]],
  ["a chart", "^", "```graphique Trains\nA;1^\n```", ["Chart"]],
  ["code", "^", "```\na^\n```", ["Code"]],
  ["a footnote", "a^", "a[^1]\n\n[^1]: ^", ["Footnote"]],
] as const)("a screen reader is told of %s", (_case, before, after, words) => {
  expect(told(at(before), at(after))).toEqual(words)
})

const TABLE = "| Gare | Coût |\n| ---- | ---- |\n| A | 4 |\n|  |  |\n"
test.each([
  ["a table that is put in", "^", "| ^Gare |\n| --- |\n| |", ["Table", "Gare", "row 1"]],
  [
    "a cell, by the head of its column",
    TABLE.replace("A ", "A^ "),
    TABLE.replace("4", "^4"),
    ["Coût", "row 2", "4"],
  ],
  ["an empty one", TABLE.replace("4", "4^"), TABLE.replace("|  |", "| ^ |"), ["Gare", "row 3", "empty"]],
  ["the same cell", TABLE.replace("A ", "A^ "), TABLE.replace("A ", "AB^ "), []],
  ["a table that is left", TABLE.replace("4", "4^"), `${TABLE}\n^`, ["Text"]],
] as const)("a screen reader is told of %s", (_case, before, after, words) => {
  expect(told(at(before), at(after))).toEqual(words)
})
