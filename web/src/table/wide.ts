/** Warning of a table that has more columns than a page takes, as soon as it is there. */
import type { EditorState } from "@codemirror/state"
import { EditorView, ViewPlugin } from "@codemirror/view"
import { ySyncAnnotation } from "y-codemirror.next"
import type { Block } from "../preview/blocks.ts"
import { gridsIn } from "../preview/tables.ts"
import { toast } from "../screen/toast.ts"
import { rowOf } from "../text/cells.ts"
import { t } from "../words.ts"

/** As export/note/limits.py has it. */
export const MOST_COLUMNS = 40
const SHOWN_MS = 12_000

const columnsOf = ({ doc }: EditorState, { from }: Block) => rowOf(doc.lineAt(from).text, 0).cells.length

/** The columns of the first table that is too wide. */
const tooMany = (state: EditorState, from: number, to: number): number | undefined =>
  gridsIn(state, from, to)
    .map(table => columnsOf(state, table))
    .find(count => count > MOST_COLUMNS)

function warn(count: number | undefined): void {
  if (count) toast(t("table.tooWide", { count, most: MOST_COLUMNS }), SHOWN_MS)
}

export const wideTables = [
  // What was imported opens with it.
  ViewPlugin.define(({ state }) => {
    if (!state.readOnly) warn(tooMany(state, 0, state.doc.length))
    return {}
  }),
  EditorView.updateListener.of(({ state, startState, changes, docChanged, transactions }) => {
    if (!docChanged || transactions.some(one => one.annotation(ySyncAnnotation))) return
    changes.iterChangedRanges((fromA, toA, fromB, toB) => {
      if (!tooMany(startState, fromA, toA)) warn(tooMany(state, fromB, toB))
    })
  }),
]
