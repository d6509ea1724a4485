/** Tasks are ticked by a key, one or all that are chosen. */
import { EditorState } from "@codemirror/state"
import { expect, test } from "vitest"
import { markdown } from "../text/markdown.ts"
import { tick } from "./tick.ts"

test.each([
  ["- [ ] un|", "- [x] un"],
  ["- [X] un|", "- [ ] un"],
  ["> 1. [ ] cité|", "> 1. [x] cité"],
  ["- [ ] [lien](https://a.org)|", "- [x] [lien](https://a.org)"],
  ["|- [x] un\n- deux\n  - [ ] trois|", "- [x] un\n- deux\n  - [x] trois"],
  ["|- [x] un\n- [x] deux|", "- [ ] un\n- [ ] deux"],
])("%j", (text, expected) => {
  const [anchor, last] = [text.indexOf("|"), text.lastIndexOf("|")]
  const head = last === anchor ? anchor : last - 1
  const doc = text.replaceAll("|", "")
  let state = EditorState.create({ doc, selection: { anchor, head }, extensions: markdown() })
  const dispatch = (change: { readonly state: EditorState }) => {
    state = change.state
  }
  expect(tick({ state, dispatch })).toBe(true)
  expect(state.doc.toString()).toBe(expected)
})

test("elsewhere the key is somebody else's", () => {
  const state = EditorState.create({ doc: "- un\n\n[ ] deux", extensions: markdown() })
  expect(tick({ state, dispatch: () => {} })).toBe(false)
})
