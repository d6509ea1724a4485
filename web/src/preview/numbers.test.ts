import { ensureSyntaxTree } from "@codemirror/language"
import { EditorState } from "@codemirror/state"
import type { SyntaxNode } from "@lezer/common"
import { expect, test } from "vitest"
import { markdown } from "../text/markdown.ts"
import { Ordinals } from "./numbers.ts"

/** The items of a text, in its order. */
function items(doc: string): [Ordinals, SyntaxNode[]] {
  const state = EditorState.create({ doc, extensions: markdown() })
  const found: SyntaxNode[] = []
  ensureSyntaxTree(state, doc.length, 1_000)?.iterate({
    enter({ name, node }) {
      if (name === "ListItem" && node.parent?.name === "OrderedList") found.push(node)
    },
  })
  return [new Ordinals(state.doc), found]
}

/** The signs of the ordered items of a text. */
function signs(doc: string): string {
  const [ordinals, found] = items(doc)
  return found.map(item => ordinals.signOf(item)).join(" ")
}

test.each([
  ["a removed item", "1. a\n3. b\n4. c", "1. 2. 3."],
  ["two who insert at once", "1. a\n2. x\n2. y\n33. b\n44. c", "1. 2. 3. 4. 5."],
  ["the first number starts the list", "5. a\n5. b", "5. 6."],
  ["zero too", "0. a\n7. b", "0. 1."],
  ["another delimiter begins another list", "1. a\n2. b\n1) c\n2) d", "1. 2. 1) 2)"],
  ["a paragraph between ends the list", "1. a\n\nb\n\n4. c", "1. 4."],
  ["blank lines do not", "1. a\n\n1. b\n\n\n1. c", "1. 2. 3."],
  ["sub-lists count by themselves", "1. a\n   1. b\n   1. c\n1. d\n   3. e\n1. f", "1. 1. 2. 2. 3. 3."],
  ["in a quotation", "> 1. a\n> 9. b\n>\n> 9. c", "1. 2. 3."],
  ["in a box", "1. a\n\n::: retenir\n1. b\n1. c\n:::\n\n1. d", "1. 1. 2. 1."],
  ["among bullets", "- a\n  1. b\n  1. c\n- d\n  1. e", "1. 2. 1."],
])("numbers are those of paper: %s", (_case, text, expected) => {
  expect(signs(text)).toBe(expected)
})

test.each([
  [0, "12)", "12)"],
  [1, "3.", "c)"],
  [1, "26.", "z)"],
  [1, "27.", "27)"],
  [1, "0.", "0)"],
  [2, "4.", "iv)"],
  [2, "39.", "xxxix)"],
  [2, "40.", "40)"],
  [5, "2.", "ii)"],
])("at level %i %s is %s", (level, typed, expected) => {
  const [ordinals, [item]] = items(`${typed} a`)
  expect(item && ordinals.signOf(item, level)).toBe(expected)
})
