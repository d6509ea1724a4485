/** Inserts tables and blocks. */
import { EditorSelection, type EditorState } from "@codemirror/state"
import type { Command } from "../hands/command.ts"
import { gridsIn } from "../preview/tables.ts"
import { t } from "../words.ts"

/** Puts `block` on lines of its own, after the line of the caret or the table around it, and selects it from `anchor` to `head`. */
export function insertBlock(block: string, anchor: number, head = anchor): Command {
  return view => {
    const { state } = view
    const caret = state.selection.main.head
    const line = state.doc.lineAt(gridsIn(state, caret, caret)[0]?.to ?? caret)
    const before = gapBefore(state, line.number)
    const start = line.to + before.length
    view.dispatch({
      changes: { from: line.to, insert: before + block + gapAfter(state, line.number) },
      selection: EditorSelection.range(start + anchor, start + head),
      userEvent: "input.format",
      scrollIntoView: true,
      // The table guard would move it behind the line end, without a blank line before the next block.
      filter: false,
    })
    return true
  }
}

/** An empty table, whose first heading is selected. */
export const insertTable: Command = view => {
  const heading = t("editor.tableHeading")
  const names = [1, 2, 3].map(number => `${heading} ${number}`)
  const row = "|  |  |  |"
  const table = [`| ${names.join(" | ")} |`, "| --- | --- | --- |", row, row].join("\n")
  return insertBlock(table, 2, 2 + (names[0]?.length ?? 0))(view)
}

function gapBefore(state: EditorState, number: number): string {
  if (state.doc.line(number).length > 0) return "\n\n"
  return number > 1 && state.doc.line(number - 1).length > 0 ? "\n" : ""
}

/** A line right after a table would be one more row of it. */
function gapAfter(state: EditorState, number: number): string {
  if (number === state.doc.lines) return "\n\n"
  return state.doc.line(number + 1).length > 0 ? "\n" : ""
}
