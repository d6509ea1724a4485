/** Lines that become items stand where both parsers read them as items. */
import { EditorState, type TransactionSpec } from "@codemirror/state"
import type { EditorView } from "@codemirror/view"
import { expect, test } from "vitest"
import { markdown } from "../text/markdown.ts"
import type { LineKind } from "./kind.ts"
import { setKind } from "./set-kind.ts"

function made(text: string, kind: LineKind): string {
  const anchor = text.indexOf("|")
  let state = EditorState.create({
    doc: text.replace("|", ""),
    selection: { anchor },
    extensions: markdown(),
  })
  const dispatch = (spec: TransactionSpec) => {
    state = state.update(spec).state
  }
  setKind(kind)({ state, dispatch } as unknown as EditorView)
  const { head } = state.selection.main
  return `${state.sliceDoc(0, head)}|${state.sliceDoc(head)}`
}

test.each<[string, LineKind, string]>([
  ["Trois raisons :\n|", "number", "Trois raisons :\n\n1. |"],
  ["Trois raisons :\n|", "bullet", "Trois raisons :\n\n- |"],
  ["Trois raisons :\n|", "task", "Trois raisons :\n\n- [ ] |"],
  ["## Titre\n|", "bullet", "## Titre\n- |"],
  ["un\n|", "h2", "un\n\n## |"],
])("%j as %s", (text, kind, expected) => {
  expect(made(text, kind)).toBe(expected)
})
