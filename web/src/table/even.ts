/** Transaction filter that makes a table as wide as its widest row, by the next edit of somebody here. */
import { EditorState, type Transaction } from "@codemirror/state"
import { shaped } from "../hands/guard.ts"
import { gridsIn } from "../preview/tables.ts"
import { rowsOf } from "../text/cells.ts"
import type { Change } from "./edits.ts"

const RULE = 1

/** The cells that its head, its rule and its rows lack; none where no row is wider than the rule. */
export function evened(source: string): readonly Change[] {
  const rows = rowsOf(source)
  const width = Math.max(...rows.map(({ cells }) => cells.length))
  if (width <= (rows[RULE]?.cells.length ?? width)) return []
  return rows.flatMap(({ to, cells, isClosed }, number) => {
    const more = (number === RULE ? " --- |" : "  |").repeat(width - cells.length)
    return more ? [{ from: to, to, insert: isClosed ? more : ` |${more}` }] : []
  })
}

/** Edits of others, undo and compositions are left as they are. */
const isOwn = (change: Transaction) =>
  change.annotation(shaped) ||
  ((change.isUserEvent("input") || change.isUserEvent("delete") || change.isUserEvent("move")) &&
    !change.isUserEvent("input.type.compose"))

export const even = EditorState.transactionFilter.of(change => {
  if (!change.docChanged || !isOwn(change)) return change
  const { startState, changes, newDoc } = change
  const more: Change[] = []
  let last = -1
  changes.iterChangedRanges((fromA, toA) => {
    for (const table of gridsIn(startState, Math.max(fromA, last + 1), toA)) {
      last = table.to
      const from = changes.mapPos(table.from, -1)
      // A row that is added at the end belongs to it; a block behind it does not.
      const [source = ""] = newDoc.sliceString(from, changes.mapPos(table.to, 1)).split(/\n\s*\n/, 1)
      for (const one of evened(source)) more.push({ ...one, from: one.from + from, to: one.to + from })
    }
  })
  return more.length > 0 ? [change, { changes: more, sequential: true }] : change
})
