import { EditorState } from "@codemirror/state"
import { expect, test } from "vitest"
import { markdown } from "../text/markdown.ts"
import { numbering } from "./first-numbers.ts"

/** A text after `gone` has become `insert` in it, with the numbers that follow from it. */
function after(doc: string, gone: string, insert = ""): string {
  const startState = EditorState.create({ doc, extensions: markdown() })
  const from = doc.indexOf(gone)
  const { state, changes } = startState.update({ changes: { from, to: from + gone.length, insert } })
  const numbers = numbering({ state, startState, changes })
  return state.update({ changes: numbers }).state.sliceDoc()
}

test.each([
  ["the first item goes", "1. a\n2. b\n3. c", "1. a\n", "", "1. b\n3. c"],
  ["the first of a list from 5", "5. a\n6. b", "5. a\n", "", "5. b"],
  ["two of them", "1. a\n2. b\n3. c", "1. a\n2. b\n", "", "1. c"],
  ["the first is no item any more", "1. a\n2. b", "1. a", "a\n", "a\n\n1. b"],
  ["one in the middle", "1. a\n2. b\n3. c\n4. d", "2. b", "\nb\n", "1. a\n\nb\n\n2. c\n4. d"],
  ["a sub-item", "- x\n  1. a\n  2. b", "  1. a\n", "", "- x\n  1. b"],
  ["in a quotation", "> 1. a\n> 2. b", "> 1. a\n", "", "> 1. b"],
  ["not a later one", "1. a\n2. b\n3. c", "2. b\n", "", "1. a\n3. c"],
  ["nor one behind blank lines, which end no list", "1. a\n2. \n3. c", "2. ", "\n", "1. a\n\n\n3. c"],
  ["nor a list that was there", "a\n\n4. b", "a", "c", "c\n\n4. b"],
])("a list goes on counting where %s", (_case, doc, gone, insert, expected) => {
  expect(after(doc, gone, insert)).toBe(expected)
})
