/**
 * Edits of a table, each as the smallest change of its source: nothing else of it is rewritten.
 *
 * A cell and a pipe beside it are one piece, taken away as one and put in between two others, so that the table stays
 * one, with as many cells in its rule as in its head, when somebody types or changes rows while another one changes columns.
 */
import { type Cell, inCell, type Place, placeIn, type Row, rowsOf } from "../text/cells.ts"

export interface Change {
  readonly from: number
  readonly to: number
  readonly insert: string
}

/** Changes of a source, in its order, and what is selected after them, in what it has become. */
export interface Edit {
  readonly changes: readonly Change[]
  readonly anchor: number
  readonly head: number
}

export type Side = "left" | "center" | "right"
type Way = "next" | "previous" | "below"

const RULES: Record<Side, string> = { left: "---", center: ":-:", right: "--:" }
const HEAD = 0
const RULE = 1
const widthOf = (rows: readonly Row[]) => rows[RULE]?.cells.length ?? 1
const emptyRow = (width: number) => `|${"  |".repeat(width)}`
const insertion = (from: number, insert: string): Change => ({ from, to: from, insert })
/** The column that a place stands for, also beside the cells. */
const columnOf = (rows: readonly Row[], { row, column }: Place) =>
  Math.max(0, Math.min(column, (rows[row]?.cells.length ?? 1) - 1))
const isEmpty = ({ cells }: Row) => cells.every(({ from, to }) => from === to)

/** Range of a cell's text, or the end of its row if the row has no such cell. */
function chosen(row: Row | undefined, column: number): Pick<Edit, "anchor" | "head"> {
  const cell = row?.cells[column]
  return cell ? { anchor: cell.from, head: cell.to } : { anchor: row?.to ?? 0, head: row?.to ?? 0 }
}

/**
 * Selects the words of the next or previous cell, or puts the caret behind those of the one below; where there is none any
 * more, a new row begins. Undefined where the way leads out of the table.
 */
export function step(source: string, at: number, way: Way): Edit | undefined {
  const rows = rowsOf(source)
  const { row, column } = placeIn(rows, at)
  const last = rows.length - 1
  const down = row <= RULE ? RULE + 1 : row + 1
  const cells = rows[row]?.cells.length ?? 0
  if (way === "below") {
    // Behind the last pipe a row is done.
    const under = column < cells ? Math.max(0, column) : 0
    if (down > last) return appended(source, rows, under)
    const { head } = chosen(rows[down], under)
    return { changes: [], anchor: head, head }
  }
  if (way === "next") {
    if (row !== RULE && column + 1 < cells) return { changes: [], ...chosen(rows[row], column + 1) }
    return down > last ? appended(source, rows, 0) : { changes: [], ...chosen(rows[down], 0) }
  }
  if (row !== RULE && column > 0) return { changes: [], ...chosen(rows[row], column - 1) }
  const up = row <= RULE + 1 ? (row === HEAD ? undefined : rows[HEAD]) : rows[row - 1]
  return up && { changes: [], ...chosen(up, up.cells.length - 1) }
}

function appended(source: string, rows: readonly Row[], column: number): Edit {
  const width = widthOf(rows)
  const anchor = source.length + 3 + 3 * Math.min(column, width - 1)
  return { changes: [insertion(source.length, `\n${emptyRow(width)}`)], anchor, head: anchor }
}

/** An empty row above or below that of the caret; above the head there is none. */
export function addRow(source: string, at: number, isAbove: boolean): Edit {
  const rows = rowsOf(source)
  const place = placeIn(rows, at)
  const { row } = place
  const after = Math.min(rows.length - 1, row <= RULE ? RULE : isAbove ? row - 1 : row)
  const to = rows[after]?.to ?? source.length
  const width = widthOf(rows)
  const anchor = to + 3 + 3 * Math.min(columnOf(rows, place), width - 1)
  return { changes: [insertion(to, `\n${emptyRow(width)}`)], anchor, head: anchor }
}

/** Undefined in the head, without which there is no table. */
export function removeRow(source: string, at: number): Edit | undefined {
  const rows = rowsOf(source)
  const place = placeIn(rows, at)
  const { row } = place
  const gone = rows[row]
  const above = rows[row === RULE + 1 ? HEAD : row - 1]
  if (!gone || !above || row <= RULE) return undefined
  const next = rows[row + 1]
  const { anchor, head } = chosen(next ?? above, columnOf(rows, place))
  const shift = next ? gone.to - gone.from + 1 : 0
  return {
    // With the line end behind it: what somebody puts into it meanwhile is not to come into the rule.
    changes: [{ from: next ? gone.from : gone.from - 1, to: next ? gone.to + 1 : gone.to, insert: "" }],
    anchor: anchor - shift,
    head: head - shift,
  }
}

/** Changes places with the row above or below; the head stays where it is. */
export function moveRow(source: string, at: number, isUp: boolean): Edit | undefined {
  const rows = rowsOf(source)
  const place = placeIn(rows, at)
  const [first, second] = isUp ? [place.row - 1, place.row] : [place.row, place.row + 1]
  const [above, below] = [rows[first], rows[second]]
  // The keys are those that move lines: in a table no line moves into its head, or out of it.
  if (!above || !below || first <= RULE) return { changes: [], anchor: at, head: at }
  const changes = [
    insertion(above.from, `${source.slice(below.from, below.to)}\n`),
    { from: above.to, to: below.to, insert: "" },
  ]
  const anchor = isUp ? at - (above.to - above.from + 1) : at + (below.to - below.from + 1)
  return { changes, anchor, head: anchor }
}

/** An empty column at the left or at the right of that of the caret, in every row that reaches so far. */
export function addColumn(source: string, at: number, isLeft: boolean): Edit {
  const rows = rowsOf(source)
  const place = placeIn(rows, at)
  const column = columnOf(rows, place)
  const changes = rows.flatMap((row, number) => {
    const cell = row.cells[column]
    if (!cell) return []
    const blank = number === RULE ? " --- " : "  "
    if (isLeft) return [insertion(cell.start, cell.start === row.from ? `|${blank}|` : `${blank}|`)]
    if (column < row.cells.length - 1) return [insertion(cell.end + 1, `${blank}|`)]
    // Before the last pipe: behind it somebody may begin a row at the same moment.
    return [insertion(cell.end, row.isClosed ? `|${blank}` : `|${blank}|`)]
  })
  return edited(source, changes, { row: place.row, column: isLeft ? column : column + 1 })
}

/** Undefined where it is the only one. */
export function removeColumn(source: string, at: number): Edit | undefined {
  const rows = rowsOf(source)
  const place = placeIn(rows, at)
  const column = columnOf(rows, place)
  if (widthOf(rows) < 2) return undefined
  const changes = rows.flatMap(row => {
    const cell = row.cells[column]
    return cell ? [taken(row, cell, column)] : []
  })
  return edited(source, changes, { row: place.row, column: Math.min(column, widthOf(rows) - 2) })
}

function taken(row: Row, { start, end }: Cell, column: number): Change {
  const isOpen = column === row.cells.length - 1 && !row.isClosed
  // Without pipes around, what is left of two cells is to be a row all the same.
  if (isOpen) return { from: start - 1, to: end, insert: column === 1 ? "|" : "" }
  // A concurrent insertion in the last column must not land behind the last pipe.
  if (column > 0 && column === row.cells.length - 1) return { from: start - 1, to: end, insert: "" }
  const isAlone = column === 0 && row.cells.length === 2 && !row.isClosed && start === row.from
  return { from: start, to: end + 1, insert: isAlone ? "|" : "" }
}

export const removeTable = (source: string): Edit => ({
  changes: [{ from: 0, to: source.length, insert: "" }],
  anchor: 0,
  head: 0,
})

/** The rule says on which side a column stands. */
export function align(source: string, at: number, side: Side): Edit | undefined {
  const rows = rowsOf(source)
  const place = placeIn(rows, at)
  const column = columnOf(rows, place)
  const cell = rows[RULE]?.cells[column]
  if (!cell) return undefined
  return edited(source, [{ from: cell.from, to: cell.to, insert: RULES[side] }], { row: place.row, column })
}

/** Puts rows of texts into the cells from that of the caret on, with new rows and columns where they do not suffice. */
export function fill(source: string, at: number, texts: readonly (readonly string[])[]): Edit {
  const rows = rowsOf(source)
  const place = placeIn(rows, at)
  const [first, left] = [place.row === RULE ? RULE + 1 : place.row, columnOf(rows, place)]
  const width = widthOf(rows)
  const more = Math.max(0, left + Math.max(...texts.map(row => row.length)) - width)
  // Below the head comes the rule, which says nothing.
  const numbers = texts.map((_, index) => first + index + (first === HEAD && index > 0 ? 1 : 0))
  const changes = rows.flatMap((row, number) => {
    const said = texts[numbers.indexOf(number)] ?? []
    const blank = number === RULE ? "---" : ""
    const lacking = width + more - row.cells.length
    const isWider = lacking > 0 && (number <= RULE ? more > 0 : row.cells.length < left + said.length)
    const own = row.cells.slice(left).flatMap((cell, index) => {
      const text = said[index]
      if (text === undefined) return []
      // An empty cell without a pipe around it would be none.
      const isOpen = cell.start === row.from || (cell.end === row.to && !row.isClosed && !isWider)
      return [put(cell, inCell(text) || (isOpen ? "|" : ""))]
    })
    if (!isWider) return own
    const added = Array.from({ length: lacking }, (_, index) => {
      const text = said[row.cells.length + index - left]
      return `| ${text === undefined || row.cells.length + index < left ? blank : inCell(text)} `
    })
    const last = row.cells.at(-1)?.end ?? row.to
    return [
      ...own,
      insertion(
        row.isClosed ? last : row.to,
        (row.isClosed ? "" : " ") + added.join("") + (row.isClosed ? "" : "|"),
      ),
    ]
  })
  const rest = texts.filter((_, index) => (numbers[index] ?? 0) >= rows.length)
  const lines = rest.map(said => {
    const cells = Array.from({ length: width + more }, (_, column) => inCell(said[column - left] ?? ""))
    return `\n| ${cells.join(" | ")} |`
  })
  const all = lines.length > 0 ? joined(changes, insertion(source.length, lines.join(""))) : changes
  const last = numbers.at(-1) ?? first
  const result = applied(source, all)
  const cell = rowsOf(result)[last]?.cells[left + (texts.at(-1)?.length ?? 1) - 1]
  const head = cell?.to ?? result.length
  return { changes: all, anchor: head, head }
}

/** Two insertions at one place are one. */
function joined(changes: readonly Change[], last: Change): Change[] {
  const before = changes.at(-1)
  if (before?.to !== last.from) return [...changes, last]
  return [...changes.slice(0, -1), { ...before, insert: before.insert + last.insert }]
}

const put = ({ start, end, from, to }: Cell, text: string): Change => {
  const isTight = from === to && text && (from === start || from === end)
  return { from, to, insert: isTight ? `${from === start ? " " : ""}${text} ` : text }
}

export function applied(source: string, changes: readonly Change[]): string {
  return changes.reduceRight(
    (text, { from, to, insert }) => text.slice(0, from) + insert + text.slice(to),
    source,
  )
}

function edited(source: string, changes: readonly Change[], { row, column }: Place): Edit {
  return { changes, ...chosen(rowsOf(applied(source, changes))[row], column) }
}

/** Whether Enter in this row leaves the table: it is the last one, and empty. */
export function isLeft(source: string, at: number): boolean {
  const rows = rowsOf(source)
  const { row } = placeIn(rows, at)
  const last = rows[row]
  return row > RULE && row === rows.length - 1 && last !== undefined && isEmpty(last)
}
