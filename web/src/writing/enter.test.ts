import { EditorState } from "@codemirror/state"
import { expect, test } from "vitest"
import { markdown } from "../text/markdown.ts"
import { enter } from "./enter.ts"

/** The text after Enter; `|` is the caret before and after. */
function entered(text: string): string {
  const caret = text.indexOf("|")
  let state = EditorState.create({
    doc: text.replace("|", ""),
    selection: { anchor: caret },
    extensions: markdown(),
  })
  enter({ state, dispatch: ({ state: next }) => (state = next) })
  const { head } = state.selection.main
  return `${state.sliceDoc(0, head)}|${state.sliceDoc(head)}`
}

test.each([
  ["Un|deux", "Un\n|deux"],
  ["Un  |deux", "Un  \n|deux"],
  ["Un |  deux", "Un \n|  deux"],
  ["\tUn|", "\tUn\n\t|"],
  ["  Un|", "  Un\n  |"],
  ["Un (|) deux", "Un (\n|) deux"],
  ["Un [|](adresse)", "Un [\n|](adresse)"],
])("a line begins as the one above, and nothing else of it changes: %j", (text, expected) => {
  expect(entered(text)).toBe(expected)
})

test.each([
  ["- un|", "- un\n- |"],
  ["1. un|", "1. un\n2. |"],
  ["> un|", "> un\n> |"],
  ["- un\n- |", "- un\n\n|"],
])("a list or a quote goes on, and an empty item ends it: %j", (text, expected) => {
  expect(entered(text)).toBe(expected)
})
