/** Transaction filter: edits never split a surrogate pair, so that screens and paper agree. */
import { type ChangeSpec, EditorState, type Extension, Text } from "@codemirror/state"
import { EditorView } from "@codemirror/view"
import { ySyncAnnotation } from "y-codemirror.next"

const isHigh = (code: number) => code >= 0xd800 && code < 0xdc00
const isLow = (code: number) => code >= 0xdc00 && code < 0xe000

/** Whether `at` lies between the two halves of one character. */
function isInside(doc: Text, at: number): boolean {
  if (at <= 0 || at >= doc.length) return false
  const pair = doc.sliceString(at - 1, at + 1)
  return isHigh(pair.charCodeAt(0)) && isLow(pair.charCodeAt(1))
}

const clean = (text: string) => text.replace(/\r\n?/g, "\n").toWellFormed()

const widened = EditorState.transactionFilter.of(change => {
  if (!change.docChanged || change.annotation(ySyncAnnotation)) return change
  const doc = change.startState.doc
  const specs: ChangeSpec[] = []
  let isWidened = false
  change.changes.iterChanges((fromA, toA, _fromB, _toB, inserted) => {
    const from = isInside(doc, fromA) ? fromA - 1 : fromA
    const to = isInside(doc, toA) ? toA + 1 : toA
    const typed = inserted.sliceString(0, inserted.length, "\n")
    const insert = clean(doc.sliceString(from, fromA) + typed + doc.sliceString(toA, to))
    isWidened ||= from !== fromA || to !== toA || insert !== typed
    specs.push({ from, to, insert: Text.of(insert.split("\n")) })
  })
  if (!isWidened) return change
  const changes = change.startState.changes(specs)
  const { effects, scrollIntoView } = change
  const selection = change.startState.selection.map(changes, 1)
  return { changes, selection, effects, scrollIntoView, userEvent: "input" }
})

/** Line ends are `\n` on every way in, so that positions are those of the shared text. */
export function wholeCharacters(): Extension {
  return [
    EditorState.lineSeparator.of("\n"),
    EditorView.clipboardInputFilter.of(text => text.replace(/\r\n?/g, "\n")),
    widened,
  ]
}
