import { EditorSelection, EditorState, type StateCommand } from "@codemirror/state"
import { expect, test } from "vitest"
import { markdown } from "../text/markdown.ts"
import { indentItems, outdentItems } from "./indent.ts"
import { moveDown, moveUp } from "./move.ts"

/** The text after a command; `|` is the caret, or an end of the selection, before and after. */
function after(command: StateCommand, text: string): string {
  const [anchor, head = anchor] = [text.indexOf("|"), text.lastIndexOf("|") - 1].filter(at => at >= 0)
  const hasTwo = text.split("|").length > 2
  let state = EditorState.create({
    doc: text.replaceAll("|", ""),
    selection: EditorSelection.single(anchor ?? 0, hasTwo ? head : anchor),
    extensions: markdown(),
  })
  command({ state, dispatch: ({ state: next }) => (state = next) })
  const { from, to } = state.selection.main
  const said = state.sliceDoc()
  return hasTwo
    ? `${said.slice(0, from)}|${said.slice(from, to)}|${said.slice(to)}`
    : `${said.slice(0, from)}|${said.slice(from)}`
}

test.each([
  ["under the item above", "- a\n- b|", "- a\n  - b|"],
  ["by the width of a number", "1. a\n2. b|", "1. a\n   1. b|"],
  ["an empty item", "- texte\n- |", "- texte\n  - |"],
  ["an empty number", "1. texte\n2. |", "1. texte\n   1. |"],
  ["behind a long number", "10. a\n11. b|", "10. a\n    1. b|"],
  ["as the last of its sub-items", "- a\n  - b\n- c|", "- a\n  - b\n  - c|"],
  ["with its sub-items", "- a\n- b|\n  - c\n    d", "- a\n  - b|\n    - c\n      d"],
  ["a task", "- [ ] a\n- [x] b|", "- [ ] a\n  - [x] b|"],
  ["several", "- a\n- b|\n- c|\n- d", "- a\n  - b|\n  - c|\n- d"],
  ["a number under a bullet", "- a\n1. b|\n2. c", "- a\n  1. b|\n1. c"],
  ["a bullet under a number", "1. a\n- b|", "1. a\n   - b|"],
  ["what follows goes on counting", "1. a\n2. b|\n3. c", "1. a\n   1. b|\n3. c"],
  ["in a quotation", "> - a\n> - b|", "> - a\n>   - b|"],
  ["a loose list", "- a\n\n- b|\n\n  c", "- a\n\n  - b|\n\n    c"],
  ["not the first one", "- |a\n- b", "- |a\n- b"],
  ["not the first one of a sub-list", "- a\n  - |b", "- a\n  - |b"],
  ["not a whole list", "|- a\n- b|", "|- a\n- b|"],
  ["with the caret before the mark", "- a\n|- b", "- a\n  |- b"],
  ["with tabs", "- a\n- b|\n\t- c", "- a\n  - b|\n\t- c"],
  ["with room for words to come", "-  \n-  b|", "-  \n   -  b|"],
])("Tab puts an item %s", (_case, text, expected) => {
  expect(after(indentItems, text)).toBe(expected)
})

test.each([
  ["a sub-item", "- a\n  - b|", "- a\n- b|"],
  ["a number", "1. a\n   1. b|\n2. c", "1. a\n1. b|\n2. c"],
  ["and those behind it go under it", "- a\n  - b|\n  - c", "- a\n- b|\n  - c"],
  ["under a wider mark too", "- a\n  1. b|\n  2. c", "- a\n1. b|\n   1. c"],
  ["with its sub-items", "- a\n  - b|\n    - c\n- d", "- a\n- b|\n  - c\n- d"],
  ["one level", "- a\n  - b\n    - c|", "- a\n  - b\n  - c|"],
  ["several", "- a\n  - b|\n  - c|\n  - d", "- a\n- b|\n- c|\n  - d"],
  ["nothing of the first level", "- a\n- b|", "- a\n- b|"],
  ["an empty sub-item", "- a\n  - |", "- a\n- |"],
])("Shift+Tab puts out %s", (_case, text, expected) => {
  expect(after(outdentItems, text)).toBe(expected)
})

test.each([
  ["over the one above", "- a\n- b|", "- b|\n- a"],
  ["with sub-items of both", "- a\n  - x\n- b|\n  - y", "- b|\n  - y\n- a\n  - x"],
  ["and the list begins with its number", "1. a\n2. b|\n3. c", "1. b|\n1. a\n3. c"],
  ["also with 5", "5. a\n6. b|", "5. b|\n5. a"],
  ["over blank lines", "- a\n\n- b|\n", "- b|\n\n- a\n"],
  ["under the item before its parent", "- a\n- b\n  - c|\n  - d", "- a\n  - c|\n- b\n  - d"],
  ["with an indent that fits there", "10. a\n11. b\n    - c|", "10. a\n    - c|\n11. b"],
  ["not out of its list", "x\n\n- |a\n- b", "x\n\n- |a\n- b"],
  ["not out of the first item", "- a\n  - |b", "- a\n  - |b"],
  ["several", "- a\n- b|\n- c|", "- b|\n- c|\n- a"],
  ["in a quotation", "> 1. a\n> 2. b|", "> 1. b|\n> 1. a"],
  ["in a box", "::: retenir\n- a\n- b|\n:::", "::: retenir\n- b|\n- a\n:::"],
])("Alt+up moves an item %s", (_case, text, expected) => {
  expect(after(moveUp, text)).toBe(expected)
})

test.each([
  ["over the one below", "- a|\n- b", "- b\n- a|"],
  ["under the item behind its parent", "- a\n  - b|\n- c\n  - d", "- a\n- c\n  - b|\n  - d"],
  ["not out of its list", "- a\n- b|\n\nx", "- a\n- b|\n\nx"],
  ["to the end of a note", "1. a|\n2. b", "1. b\n1. a|"],
])("Alt+down moves an item %s", (_case, text, expected) => {
  expect(after(moveDown, text)).toBe(expected)
})

test.each([
  ["a paragraph over a heading", moveUp, "# t\n\nx|\n\ny", "x|\n\n# t\n\ny"],
  ["over a box as a whole", moveUp, "::: retenir\na\n\nb\n:::\n\nx|", "x|\n\n::: retenir\na\n\nb\n:::"],
  ["a box as a whole", moveUp, "x\n\n::: retenir|\na\n:::", "::: retenir|\na\n:::\n\nx"],
  ["a block in its box", moveUp, "::: retenir\na\n\nb|\n:::", "::: retenir\nb|\n\na\n:::"],
  ["no block out of its box", moveUp, "x\n\n::: retenir\na|\n\nb\n:::", "x\n\n::: retenir\na|\n\nb\n:::"],
  ["over a list", moveUp, "- a\n  - b\n\nx|", "x|\n\n- a\n  - b"],
  ["over a list that it touches", moveDown, "x|\n- a\n- b", "- a\n- b\n\nx|"],
  ["a line of a paragraph", moveUp, "a\nb|\nc", "b|\na\nc"],
  ["a line out of its paragraph", moveDown, "a\nb|\n\n# t", "a\n# t\n\nb|"],
  ["the first line out of it", moveUp, "x\n\na|\nb", "a|\n\nx\n\nb"],
  ["code within its fences", moveUp, "```\na\nb|\n```", "```\nb|\na\n```"],
  ["not out of its fences", moveUp, "x\n\n```\na|\n```", "x\n\n```\na|\n```"],
  ["code as a whole", moveUp, "x\n\n```|\na\n```", "```|\na\n```\n\nx"],
  ["nothing over the edge", moveUp, "x|\n\ny", "x|\n\ny"],
  ["nothing over a fence alone", moveUp, ":::\n\nx|", ":::\n\nx|"],
  ["a quotation as a whole", moveDown, "> a|\n> b\n\nx", "x\n\n> a|\n> b"],
  ["a list and what follows it", moveUp, "x\n\n|- a\n\nb|", "|- a\n\nb|\n\nx"],
])("Alt+arrows move %s", (_case, command, text, expected) => {
  expect(after(command, text)).toBe(expected)
})

test("Alt+arrows move a paragraph over a table", () => {
  const table = "| a | b |\n| - | - |\n| c | d |"
  const state = EditorState.create({ doc: `x\n\n${table}`, extensions: markdown() })
  moveDown({ state, dispatch: ({ newDoc }) => expect(newDoc.toString()).toBe(`${table}\n\nx`) })
  expect.assertions(1)
})
