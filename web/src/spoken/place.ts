/** Where a caret stands, in words, and the words for a move from one such place to another. */
import { syntaxTree } from "@codemirror/language"
import type { EditorState } from "@codemirror/state"
import type { SyntaxNode } from "@lezer/common"
import { kindOfBlock, type LineKind } from "../hands/kind.ts"
import { type Line, lineOf } from "../hands/lines.ts"
import { boxesOf } from "../preview/fences.ts"
import { placeIn, rowsOf } from "../text/cells.ts"
import { plain } from "../text/plain.ts"
import { t } from "../words.ts"
import { boxName, codeName, kindName } from "./names.ts"

export interface Place {
  /** The kind of its block, as the toolbar names it. */
  readonly kind: string
  /** Of an item of a list; 0 elsewhere. */
  readonly level: number
  /** The box of a task. */
  readonly task: string
  readonly line: number
  /** The name of the box around; empty outside. */
  readonly box: string
  /** The kind of that box. */
  readonly boxKind: string
  readonly cell: Cell | undefined
}

interface Cell {
  /** The words of its column's head, or the number of the column. */
  readonly head: string
  /** The head is 1. */
  readonly row: number
  readonly column: number
  readonly words: string
}

export function placeOf(state: EditorState): Place {
  const { head } = state.selection.main
  const line = lineOf(state, head)
  const tree = syntaxTree(state)
  const box = boxesOf(state, tree).find(({ from, to }) => from <= head && head <= to)
  return {
    kind: nameOf(state, line),
    level: line.kind === "item" ? line.depth : 0,
    task: line.task,
    line: line.number,
    box: box ? boxName(state, box) : "",
    boxKind: box ? kindName(box) : "",
    cell: line.kind === "table" ? cellAt(state, tree.resolveInner(head, -1), head) : undefined,
  }
}

function nameOf(state: EditorState, line: Line): string {
  switch (line.kind) {
    case "footnote":
      return t("blocks.footnote")
    case "code":
    case "start":
    case "end":
      return codeName(codeAround(state, line))
    default:
      return nameOfKind(kindOfBlock(line))
  }
}

const nameOfKind = (kind: LineKind): string =>
  /^h\d/.test(kind) ? t("toolbar.heading", { level: Number(kind.slice(1)) }) : t(`toolbar.${kind as "text"}`)

/** The line that begins the code in which a line stands. */
function codeAround(state: EditorState, { from, to }: Line): string {
  const code = above(syntaxTree(state).resolveInner(to, -1), "FencedCode")
  return state.doc.lineAt(code?.from ?? from).text
}

function above(node: SyntaxNode | null, name: string): SyntaxNode | undefined {
  for (let one = node; one; one = one.parent) if (one.name === name) return one
  return undefined
}

function cellAt(state: EditorState, node: SyntaxNode, at: number): Cell | undefined {
  const table = above(node, "Table")
  if (!table) return undefined
  const { from } = state.doc.lineAt(table.from)
  const rows = rowsOf(state.sliceDoc(from, table.to))
  const { row, column } = placeIn(rows, at - from)
  const wordsAt = (row: number) => {
    const cell = rows[row]?.cells[column]
    return cell ? plain(state.sliceDoc(from + cell.from, from + cell.to)) : ""
  }
  // The line under the head is no row.
  const number = Math.max(1, row)
  return {
    head: (row > 0 && wordsAt(0)) || t("spoken.column", { number: column + 1 }),
    row: number,
    column,
    words: wordsAt(row),
  }
}

/** The words for what a gesture has made of the place; none where a screen reader says all of it by itself. */
export function told(before: Place, after: Place): string[] {
  const { cell } = after
  if (cell) {
    const isSame = before.cell && before.cell.row === cell.row && before.cell.column === cell.column
    return isSame ? [] : toldOfCell(cell, before.cell === undefined)
  }
  const isIn = after.box !== "" && after.box !== before.box
  // One with a title has the same name when it is turned.
  const isTurned = !isIn && after.box !== "" && after.boxKind !== before.boxKind
  const words = isIn || isTurned ? [t("spoken.box", { name: isIn ? after.box : after.boxKind })] : []
  const isOut = before.cell !== undefined || (after.box === "" && before.box !== "")
  if (after.kind !== before.kind || isOut) {
    if (!isIn || after.kind !== t("toolbar.text")) words.push(after.kind)
    if (after.level > 1) words.push(t("spoken.level", { level: after.level }))
  } else if (after.level !== before.level) words.push(t("spoken.level", { level: after.level }))
  else if (after.task !== before.task && after.line === before.line) words.push(ticked(after))
  return words
}

const ticked = ({ task }: Place) => t(/x/i.test(task) ? "spoken.ticked" : "spoken.unticked")

/** A head is its own name. */
function toldOfCell({ head, row, words }: Cell, isNew: boolean): string[] {
  const name = (row === 1 && words) || head
  const said = words || t("spoken.empty")
  return [
    ...(isNew ? [t("toolbar.table")] : []),
    name,
    t("spoken.row", { number: row }),
    ...(said === name ? [] : [said]),
  ]
}
