/** Editing tables by cell: keys, commands and paste while the caret is in one. Part, loaded late. */
import { syntaxTree } from "@codemirror/language"
import { type Extension, Prec } from "@codemirror/state"
import { Decoration, EditorView, type KeyBinding, keymap } from "@codemirror/view"
import { cellsIn } from "../clipboard/convert.ts"
import { OURS } from "../clipboard/paste.ts"
import { isGap } from "../hands/blank.ts"
import type { Command } from "../hands/command.ts"
import { shaped } from "../hands/guard.ts"
import { marksIn } from "../hands/inline.ts"
import type { Block } from "../preview/blocks.ts"
import { numberCell } from "../preview/columns.ts"
import { TITLE } from "../preview/paragraphs.ts"
import { cellsOf, gridsIn } from "../preview/tables.ts"
import { placeAt } from "../screen/popup.ts"
import { placeIn, rowsOf } from "../text/cells.ts"
import { t } from "../words.ts"
import { insertBlock } from "../writing/insert.ts"
import { does, doing, tableAt } from "./acts.ts"
import {
  addColumn,
  addRow,
  align,
  fill,
  isLeft,
  moveRow,
  removeColumn,
  removeRow,
  removeTable,
  step,
} from "./edits.ts"
import { even } from "./even.ts"
import { languageOf } from "./figures.ts"
import { cellAt, guard } from "./guard.ts"
import { moveColumn, sortRows } from "./order.ts"
import { placeOf, pressed } from "./pressed.ts"
import { cellsOf as spreadsheetCells } from "./spreadsheet.ts"
import { sumOf } from "./sum.ts"
import { wideTables } from "./wide.ts"

const sorting =
  (isDown: boolean): Command =>
  view => {
    const [pattern] = view.state.facet(numberCell)
    const collator = new Intl.Collator(languageOf(pattern), { numeric: true })
    const isDone = does(view, (source, at) => sortRows(source, at, isDown, pattern, collator))
    if (isDone)
      view.dispatch({ effects: EditorView.announce.of(t(isDown ? "table.sortedDown" : "table.sortedUp")) })
    return isDone
  }

/** Selects the title of the table, on the line behind it, or inserts one. */
const toTitle: Command = view => {
  const { state } = view
  const table = tableAt(state)
  if (!table) return false
  const next = syntaxTree(state).topNode.childAfter(table.to)
  const sign = next && TITLE.exec(state.sliceDoc(next.from, next.to))
  const begun = t("editor.tableTitle")
  if (!sign) return insertBlock(begun, begun.length)(view)
  const selection = { anchor: next.from + sign[0].length, head: next.to }
  view.dispatch({ selection, scrollIntoView: true, userEvent: "select" })
  return true
}

/** A line break in the cell, in place of what is chosen. */
const breakLine: Command = view => {
  if (!tableAt(view.state)) return false
  view.dispatch(view.state.replaceSelection("<br>"), { userEvent: "input", scrollIntoView: true })
  return true
}

/** Commands on tables, by name. */
export const TABLE: Record<string, Command> = {
  "table:row-above": doing((source, at) => addRow(source, at, true)),
  "table:row-below": doing((source, at) => addRow(source, at, false)),
  "table:column-left": doing((source, at) => addColumn(source, at, true)),
  "table:column-right": doing((source, at) => addColumn(source, at, false)),
  "table:row-up": doing((source, at) => moveRow(source, at, true)),
  "table:row-down": doing((source, at) => moveRow(source, at, false)),
  "table:column-before": doing((source, at) => moveColumn(source, at, true)),
  "table:column-after": doing((source, at) => moveColumn(source, at, false)),
  "table:sort-up": sorting(false),
  "table:sort-down": sorting(true),
  "table:left": doing((source, at) => align(source, at, "left")),
  "table:center": doing((source, at) => align(source, at, "center")),
  "table:right": doing((source, at) => align(source, at, "right")),
  "table:break": breakLine,
  "table:title": toTitle,
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
  const { doc } = view.state
  const line = doc.lineAt(table.from + table.at)
  // The blank line that stands below parts the table from what is written there.
  const isParted = line.number < doc.lines && !doc.line(line.number + 1).length
  view.dispatch({
    changes: { from: line.from, to: line.to, insert: isParted ? "" : "\n" },
    selection: { anchor: line.from + 1 },
    annotations: shaped.of(true),
    scrollIntoView: true,
    userEvent: "input",
  })
  return true
}

const topOf = (view: EditorView, at: number) => view.coordsAtPos(at)?.top

/** From the line above a table into its head, where a key goes by heights and would miss it. */
const intoHead: Command = view => {
  const { main } = view.state.selection
  // Over the gap between them.
  const near = view.moveVertically(main, true)
  const isInGap = isGap(view.state, view.state.doc.lineAt(near.head))
  const moved = (isInGap ? view.moveVertically(near, true) : near).head
  const [table] = gridsIn(view.state, main.head + 1, moved)
  const head = table && view.state.doc.lineAt(table.from)
  if (!head || main.head >= table.from || moved <= head.to) return false
  const x = view.coordsAtPos(main.head)?.left ?? 0
  const cells = cellsOf(view.state, head) ?? []
  const cell = cells.findLast(({ from }) => (view.coordsAtPos(from, 1)?.left ?? 0) <= x) ?? cells[0]
  if (!cell) return false
  view.dispatch({ selection: { anchor: cell.from }, scrollIntoView: true, userEvent: "select" })
  return true
}

/** The place above or below `at` in the same cell, by the browser's boxes; undefined on its first or last line. */
function lineBeside(view: EditorView, cell: Block, at: number, isDown: boolean): number | undefined {
  const now = view.coordsAtPos(at)
  if (!now) return undefined
  const half = (now.bottom - now.top) / 2
  const place = placeOf(view, { clientX: now.left, clientY: isDown ? now.bottom + half : now.top - half })
  const isBeside = place >= cell.from && place <= cell.to && topOf(view, place) !== now.top
  return isBeside ? place : undefined
}

/** The place in the line of `at`, in another cell, that is above or below that of `caret`; undefined out of sight. */
function under(view: EditorView, at: number, caret: number): number | undefined {
  const [line, now] = [view.coordsAtPos(at), view.coordsAtPos(caret)]
  const cell = cellAt(view.state, at)
  if (!line || !now || !cell) return undefined
  const place = placeOf(view, { clientX: now.left, clientY: (line.top + line.bottom) / 2 })
  return place >= cell.from && place <= cell.to ? place : undefined
}

/** The same place in the row above or below; a row that takes several lines is walked through first. */
const vertically =
  (isDown: boolean): Command =>
  view => {
    const table = tableAt(view.state)
    if (!table) return isDown && intoHead(view)
    const { main } = view.state.selection
    const moved = view.moveVertically(main, isDown).head
    const cell = cellAt(view.state, main.head)
    const beside = cell && lineBeside(view, cell, main.head, isDown)
    if (beside !== undefined) {
      view.dispatch({ selection: { anchor: beside }, scrollIntoView: true, userEvent: "select" })
      return true
    }
    const lines = view.state.doc
    const isSame = cell
      ? moved >= cell.from && moved <= cell.to && topOf(view, moved) !== topOf(view, main.head)
      : lines.lineAt(moved).number === lines.lineAt(main.head).number
    if (isSame) return false
    const rows = rowsOf(table.source)
    const { row, column } = placeIn(rows, table.at)
    const cells = rows[row + (isDown ? (row === 0 ? 2 : 1) : row === 2 ? -2 : -1)]?.cells
    const [now, other] = [rows[row]?.cells[column], cells?.[Math.max(0, Math.min(column, cells.length - 1))]]
    if (!other)
      return isDown && row === rows.length - 1 && table.to === view.state.doc.length && goBelow(view)
    const into = now ? Math.max(0, table.at - now.from) : 0
    const anchor =
      under(view, table.from + (isDown ? other.from : other.to), main.head) ??
      table.from + Math.min(other.to, other.from + into)
    view.dispatch({ selection: { anchor }, scrollIntoView: true, userEvent: "select" })
    return true
  }

/** The end of a line of the cell, with a selection that goes along or not. */
const edge =
  (isEnd: boolean, isExtended = false): Command =>
  view => {
    const { main } = view.state.selection
    const cell = tableAt(view.state) && cellAt(view.state, main.head)
    if (!cell) return false
    const moved = view.moveToLineBoundary(main, isEnd).head
    const clamped = Math.max(cell.from, Math.min(moved, cell.to))
    // Behind bold letters one stands in them, as everywhere: from behind their mark the caret would go on to the next cell.
    const mark = isEnd && marksIn(view.state, cell.from, cell.to).hidden.find(({ to }) => to === clamped)
    const head = mark ? mark.from : clamped
    view.dispatch({
      selection: { anchor: isExtended ? main.anchor : head, head },
      scrollIntoView: true,
      userEvent: "select",
    })
    return true
  }

const KEYS: readonly KeyBinding[] = [
  { key: "Tab", run: to("next"), shift: to("previous") },
  { key: "Enter", run: enter, shift: breakLine },
  { key: "ArrowUp", run: vertically(false) },
  { key: "ArrowDown", run: vertically(true) },
  { key: "Home", run: edge(false), shift: edge(false, true) },
  { key: "End", run: edge(true), shift: edge(true, true) },
  { key: "Alt-ArrowUp", run: doing((source, at) => moveRow(source, at, true)) },
  { key: "Alt-ArrowDown", run: doing((source, at) => moveRow(source, at, false)) },
  // On a Mac these keys walk by words.
  ...[true, false].map(isLeft => {
    const key = isLeft ? "Alt-ArrowLeft" : "Alt-ArrowRight"
    return { win: key, linux: key, run: doing((source, at) => moveColumn(source, at, isLeft)) }
  }),
  { key: "Shift-Mod-k", run: doing(removeRow) },
]

const events = EditorView.domEventHandlers({
  /** Cells of a spreadsheet are pasted into cells. */
  paste({ clipboardData: data }, view) {
    const text = data?.getData("text/plain") ?? ""
    if (!data || !text || !tableAt(view.state)) return false
    const html = data.getData("text/html")
    const isTable = /<table/i.test(html) && !OURS.test(html)
    const copied = isTable ? cellsIn(html) : undefined
    const cells = copied ?? (text.includes("\t") ? spreadsheetCells(text) : undefined)
    if (cells) return does(view, (source, at) => fill(source, at, cells), "input.paste")
    return false
  },
  /** Browsers take rows and cells apart where several of them are typed over. */
  beforeinput(event, view) {
    const { main } = view.state.selection
    const cell = cellAt(view.state, main.from)
    if (event.inputType !== "insertText" || !event.data || !cell || main.to <= cell.to) return false
    event.preventDefault()
    view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true })
    return true
  },
  /** A press under a table that ends the note begins a line there. */
  mousedown(event, view) {
    const isPress = event.button === 0 && event.target === view.contentDOM && !view.state.readOnly
    return isPress && isBelow(view, event.clientY) && goBelow(view)
  },
})

function isBelow(view: EditorView, y: number): boolean {
  const { doc } = view.state
  const last = view.lineBlockAt(doc.length)
  return y > view.documentTop + last.bottom
}

/** Behind a table that ends the note: false where there is none. */
function goBelow(view: EditorView): boolean {
  const { length } = view.state.doc
  if (!gridsIn(view.state, length, length).length) return false
  view.focus()
  view.dispatch({
    changes: { from: length, insert: "\n\n" },
    selection: { anchor: length + 2 },
    annotations: shaped.of(true),
    scrollIntoView: true,
    userEvent: "input",
  })
  return true
}

/** Scrolls a wide table to the cell of the caret. */
const roll = EditorView.updateListener.of(({ state, view, transactions }) => {
  const { head } = state.selection.main
  // An update from a measure must not request another measure.
  if (transactions.length === 0 || gridsIn(state, head, head).length === 0) return
  view.requestMeasure({
    key: "table",
    read({ contentDOM }) {
      const cell = contentDOM.querySelector(".lp-on")
      const box = cell?.closest(".lp-roll")
      if (!cell || !box) return undefined
      const [inner, outer] = [cell.getBoundingClientRect(), box.getBoundingClientRect()]
      return { box, by: Math.min(0, inner.left - outer.left) || Math.max(0, inner.right - outer.right) }
    },
    write(found) {
      if (found?.by) found.box.scrollLeft += found.by
    },
  })
})

const summed = Decoration.mark({ class: "lp-summed" })
/** The cells that the sum below the text is of. */
const sums = EditorView.decorations.compute(["selection", "doc"], state =>
  Decoration.set((sumOf(state)?.cells ?? []).map(({ from, to }) => summed.range(from, to))),
)

/** Keys, paste, mouse and the transaction filter of tables; `opener` opens the `menu` of commands. */
export function tables(menu: HTMLElement | null, opener: HTMLElement | null): Extension {
  if (!menu || !opener) return []
  // The text keeps its focus, and a phone its keyboard, while a line is pressed.
  menu.addEventListener("mousedown", event => event.preventDefault())
  menu.addEventListener("toggle", () =>
    placeAt(menu, opener.getBoundingClientRect(), document.body, innerHeight),
  )
  return [Prec.high([keymap.of(KEYS), events, pressed]), even, guard, roll, sums, wideTables]
}
