/** Tables by their cells, where the caret is in one: keys, commands and what is pasted; a part, fetched ahead. */
import { syntaxTree } from "@codemirror/language"
import { type EditorState, Facet, Prec, StateEffect } from "@codemirror/state"
import { EditorView, type KeyBinding, keymap } from "@codemirror/view"
import { OURS } from "./paste.ts"
import { freeze } from "./preview/frozen.ts"
import { placeAt } from "./slash/place.ts"
import { inCell, placeIn, rowsOf } from "./table/cells.ts"
import {
  addColumn,
  addRow,
  align,
  type Edit,
  fill,
  isLeft,
  removeColumn,
  removeRow,
  removeTable,
  step,
} from "./table/edits.ts"
import { cellsOf } from "./table/sheet.ts"
import type { Command } from "./writing/format.ts"

interface Table {
  readonly from: number
  readonly to: number
  readonly source: string
  /** Where the caret is in it. */
  readonly at: number
}

/** The table that holds the caret; those inside of quotations and lists stay as they are written. */
function tableAt(state: EditorState, head = state.selection.main.head): Table | undefined {
  if (state.readOnly || state.selection.ranges.length > 1) return undefined
  for (let node = syntaxTree(state).resolveInner(head, -1); node.parent; node = node.parent)
    if (node.name === "Table") {
      const { from, to } = { from: state.doc.lineAt(node.from).from, to: node.to }
      const isOwn = node.parent.name === "Document" && head >= from && head <= to
      return isOwn ? { from, to, source: state.sliceDoc(from, to), at: head - from } : undefined
    }
  return undefined
}

type Act = (source: string, at: number) => Edit | undefined

/** Does to the table what `act` says; false where there is none, or where it says nothing. */
function does(view: EditorView, act: Act, userEvent = "input.format"): boolean {
  const table = tableAt(view.state)
  const edit = table && act(table.source, table.at)
  if (!table || !edit) return false
  const { from } = table
  view.dispatch({
    changes: edit.changes.map(change => ({ ...change, from: change.from + from, to: change.to + from })),
    selection: { anchor: edit.anchor + from, head: edit.head + from },
    scrollIntoView: true,
    userEvent: edit.changes.length > 0 ? userEvent : "select",
  })
  return true
}

const doing =
  (act: Act): Command =>
  view =>
    does(view, act)

/** What a table can have done to it, by the names that the page lists. */
export const TABLE: Record<string, Command> = {
  "table:row-above": doing((source, at) => addRow(source, at, true)),
  "table:row-below": doing((source, at) => addRow(source, at, false)),
  "table:column-left": doing((source, at) => addColumn(source, at, true)),
  "table:column-right": doing((source, at) => addColumn(source, at, false)),
  "table:left": doing((source, at) => align(source, at, "left")),
  "table:center": doing((source, at) => align(source, at, "center")),
  "table:right": doing((source, at) => align(source, at, "right")),
  "table:row-remove": doing(removeRow),
  "table:column-remove": doing(removeColumn),
  "table:remove": doing(removeTable),
}

const to =
  (way: "next" | "previous" | "below"): Command =>
  view =>
    does(view, (source, at) => step(source, at, way), "input")

/** Enter in an empty last row leaves the table, with the blank line that ends it. */
const enter: Command = view => {
  const table = tableAt(view.state)
  if (!table || !view.state.selection.main.empty || !isLeft(table.source, table.at)) return to("below")(view)
  const line = view.state.doc.lineAt(table.from + table.at)
  view.dispatch({
    changes: { from: line.from, to: line.to, insert: "\n" },
    selection: { anchor: line.from + 1 },
    scrollIntoView: true,
    userEvent: "input",
  })
  return true
}

/** The same place in the row above or below; a row that takes several lines is walked through first. */
const vertically =
  (isDown: boolean): Command =>
  view => {
    const table = tableAt(view.state)
    if (!table) return false
    const { main } = view.state.selection
    const moved = view.moveVertically(main, isDown).head
    if (view.state.doc.lineAt(moved).number === view.state.doc.lineAt(main.head).number) return false
    const rows = rowsOf(table.source)
    const { row, column } = placeIn(rows, table.at)
    const cells = rows[row + (isDown ? (row === 0 ? 2 : 1) : row === 2 ? -2 : -1)]?.cells
    const [now, other] = [rows[row]?.cells[column], cells?.[Math.max(0, Math.min(column, cells.length - 1))]]
    if (!other) return false
    const into = now ? Math.max(0, table.at - now.from) : 0
    const anchor = table.from + Math.min(other.to, other.from + into)
    view.dispatch({ selection: { anchor }, scrollIntoView: true, userEvent: "select" })
    return true
  }

/** From the end of a cell to the beginning of the next, and back. */
const sideways =
  (isForward: boolean): Command =>
  view => {
    const table = tableAt(view.state)
    if (!table || !view.state.selection.main.empty) return false
    const cells = rowsOf(table.source).flatMap((row, number) => (number === 1 ? [] : row.cells))
    const at = cells.findIndex(({ start, end }) => table.at >= start && table.at <= end)
    const [now, other] = [cells[at], cells[at + (isForward ? 1 : -1)]]
    if (!now || !other || (isForward ? table.at < now.to : table.at > now.from)) return false
    const anchor = table.from + (isForward ? other.from : other.to)
    view.dispatch({ selection: { anchor }, scrollIntoView: true, userEvent: "select" })
    return true
  }

const KEYS: readonly KeyBinding[] = [
  { key: "Tab", run: to("next"), shift: to("previous") },
  { key: "Enter", run: enter },
  { key: "ArrowUp", run: vertically(false) },
  { key: "ArrowDown", run: vertically(true) },
  { key: "ArrowLeft", run: sideways(false) },
  { key: "ArrowRight", run: sideways(true) },
]

/** A pipe that is typed inside of a cell is a letter of it. */
const pipes = EditorView.inputHandler.of((view, from, end, text) => {
  if (text !== "|" || !tableAt(view.state)) return false
  const line = view.state.doc.lineAt(from)
  const [before, after] = [line.text.slice(0, from - line.from), line.text.slice(end - line.from)]
  if (!/\S/.test(before) || !/(?<!\\)\|/.test(after) || before.endsWith("\\")) return false
  view.dispatch({
    changes: { from, to: end, insert: "\\|" },
    selection: { anchor: from + 2 },
    userEvent: "input.type",
  })
  return true
})

const events = EditorView.domEventHandlers({
  /** What a spreadsheet copies goes into the cells; other lines stay in theirs. */
  paste({ clipboardData: data }, view) {
    const text = data?.getData("text/plain") ?? ""
    if (!data || !text || !tableAt(view.state)) return false
    const html = data.getData("text/html")
    const isOurs = OURS.test(html)
    const cells = text.includes("\t") || (/<table/i.test(html) && !isOurs) ? cellsOf(text) : undefined
    if (cells) return does(view, (source, at) => fill(source, at, cells), "input.paste")
    if ((html && !isOurs) || !/[\n|]/.test(text)) return false
    view.dispatch(view.state.replaceSelection(inCell(text)), {
      userEvent: "input.paste",
      scrollIntoView: true,
    })
    return true
  },
  /** A press on a cell of a table that is shown as one leads to where this cell is written. */
  mousedown(event, view) {
    const cell = (event.target as Element).closest<HTMLTableCellElement>(".lp-grid :is(td, th)")
    const grid = cell?.closest(".lp-grid")
    if (!cell || !grid || event.button !== 0 || event.shiftKey || view.state.readOnly) return false
    const from = view.posAtDOM(grid)
    const table = tableAt(view.state, from + 1)
    const row = (cell.parentElement as HTMLTableRowElement).rowIndex
    const place = table && rowsOf(table.source)[row === 0 ? 0 : row + 1]?.cells[cell.cellIndex]
    if (!table || !place) return false
    event.preventDefault()
    view.focus()
    view.dispatch({
      selection: { anchor: table.from + place.to },
      effects: freeze.of(false),
      userEvent: "select.pointer",
    })
    return true
  },
})

const added = Facet.define<boolean>()

/** Gives the view the ways of tables, once; `menu` lists what can be done to one, `opener` opens it. */
export function addTable(view: EditorView, menu: HTMLElement | null, opener: HTMLElement | null): void {
  if (!menu || !opener || view.state.facet(added).length > 0) return
  if (!menu.dataset.wired) {
    menu.dataset.wired = ""
    // The text keeps its focus, and a phone its keyboard, while a line is pressed.
    menu.addEventListener("mousedown", event => event.preventDefault())
    menu.addEventListener("toggle", () =>
      placeAt(menu, opener.getBoundingClientRect(), document.body, innerHeight),
    )
  }
  const all = [added.of(true), Prec.high([keymap.of(KEYS), events, pipes])]
  view.dispatch({ effects: StateEffect.appendConfig.of(all) })
}
