/** Copy and cut: Markdown as plain text, HTML for rich text. Part, loaded late. */
import { type EditorState, Prec } from "@codemirror/state"
import { EditorView } from "@codemirror/view"
import { copied, startOf } from "../hands/copy.ts"
import { breaksIn } from "../preview/line-breaks.ts"
import { cellsOf } from "../preview/tables.ts"
import { htmlOf } from "./html.ts"

/** The Markdown of a passage; of words of one cell, line ends in place of its breaks. */
function plainOf(state: EditorState, from: number, to: number): string {
  const cells = cellsOf(state, state.doc.lineAt(from)) ?? []
  if (!cells.some(cell => cell.from <= from && cell.to >= to)) return copied(state, from, to)
  return breaksIn(state, from, to).reduceRight(
    (said, one) => `${said.slice(0, one.from - from)}\n${said.slice(one.to - from)}`,
    state.sliceDoc(from, to),
  )
}

function copy(event: ClipboardEvent, view: EditorView): boolean {
  const { state } = view
  const { main } = state.selection
  // Without a selection the editor copies the line.
  if (main.empty || !event.clipboardData) return false
  event.preventDefault()
  event.clipboardData.clearData()
  const from = startOf(state, main.from, main.to)
  event.clipboardData.setData("text/plain", plainOf(state, from, main.to))
  event.clipboardData.setData("text/html", htmlOf(state, from, main.to))
  if (event.type === "cut" && !state.readOnly)
    view.dispatch({
      changes: { from: main.from, to: main.to },
      scrollIntoView: true,
      userEvent: "delete.cut",
    })
  return true
}

export const copying = Prec.high(EditorView.domEventHandlers({ copy, cut: copy }))
