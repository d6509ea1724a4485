/** Order of a table: a column changes places with its neighbour, rows are sorted by a column; nothing else is rewritten. */
import { ESCAPES, placeIn, type Row, rowsOf } from "../text/cells.ts"
import { applied, type Change, type Edit } from "./edits.ts"
import { areNumbers, figureOf, saidIn } from "./figures.ts"

const FIRST = 2

/** Changes places with the column at the left or at the right; at the edge nothing moves. */
export function moveColumn(source: string, at: number, isLeft: boolean): Edit {
  const rows = rowsOf(source)
  const { row, column } = placeIn(rows, at)
  const cells = rows[row]?.cells ?? []
  const from = Math.max(0, Math.min(column, cells.length - 1))
  const to = isLeft ? from - 1 : from + 1
  const width = Math.max(...rows.map(one => one.cells.length))
  if (to < 0 || to >= width) return { changes: [], anchor: at, head: at }
  const changes = rows.flatMap(one => swapped(source, one, Math.min(from, to)))
  const into = Math.max(0, at - (cells[from]?.from ?? at))
  const cell = rowsOf(applied(source, changes))[row]?.cells[to]
  const anchor = Math.min((cell?.from ?? 0) + into, cell?.to ?? 0)
  return { changes, anchor, head: anchor }
}

/** The cell of `column` and the one behind it: the second goes before the first, with its pipe. */
function swapped(source: string, row: Row, column: number): Change[] {
  const [first, second] = [row.cells[column], row.cells[column + 1]]
  if (!first) return []
  const said = second ? source.slice(second.start, second.end) : "  "
  // Without a pipe before it, an empty cell would be none; a backslash would make a letter of the one behind.
  const open = first.start === row.from && !said.trim() ? "|" : ""
  const before = {
    from: first.start,
    to: first.start,
    insert: `${open}${said}${ESCAPES.test(said) ? " " : ""}|`,
  }
  if (!second) return [before]
  const isLast = column + 2 === row.cells.length && !row.isClosed
  const close = isLast && !source.slice(first.start, first.end).trim() ? "|" : ""
  return [before, { from: first.end, to: second.end, insert: close }]
}

/**
 * The rows under the head by what the column of the caret says, from the smallest or the largest on: by number where it is of
 * numbers, else as `collator` has it. Empty cells and missing numbers come last. Rows of one value keep their order.
 */
export function sortRows(
  source: string,
  at: number,
  isDown: boolean,
  pattern: RegExp | undefined,
  collator: Intl.Collator,
): Edit {
  const rows = rowsOf(source)
  const { row, column } = placeIn(rows, at)
  const by = Math.max(0, Math.min(column, (rows[row]?.cells.length ?? 1) - 1))
  const said = rows.slice(FIRST).map(({ cells }) => {
    const cell = cells[by]
    return cell ? source.slice(cell.from, cell.to) : ""
  })
  const numbers = pattern && areNumbers(said, pattern) ? pattern : undefined
  const keys = said.map(cell => (numbers ? figureOf(cell, numbers)?.value : saidIn(cell) || undefined))
  const way = isDown ? -1 : 1
  const compared = (one: number | string | undefined, other: number | string | undefined) => {
    if (one === undefined || other === undefined)
      return Number(one === undefined) - Number(other === undefined)
    if (typeof one === "number" && typeof other === "number") return way * (one - other)
    return way * collator.compare(String(one), String(other))
  }
  const order = keys.map((_, index) => index).sort((one, other) => compared(keys[one], keys[other]))
  const changes = reordered(source, rows, order)
  const target = row < FIRST ? row : order.indexOf(row - FIRST) + FIRST
  const [now, then] = [rows[row], rowsOf(applied(source, changes))[target]]
  const anchor = now && then ? then.from + Math.min(at - now.from, then.to - then.from) : at
  return { changes, anchor, head: anchor }
}

/** The changes that put the rows into that order: most stay, the others go and come elsewhere. */
function reordered(source: string, rows: readonly Row[], order: readonly number[]): Change[] {
  const stays = new Set(longestRise(order))
  const moved = new Map<number, string>()
  let before = FIRST - 1
  for (const index of order) {
    const { from, to } = rows[index + FIRST] as Row
    if (stays.has(index)) before = index + FIRST
    else moved.set(before, `${moved.get(before) ?? ""}\n${source.slice(from, to)}`)
  }
  const changes: Change[] = []
  for (const [number, { from, to }] of rows.entries()) {
    if (number < FIRST - 1) continue
    // With the line end before it.
    if (number >= FIRST && !stays.has(number - FIRST)) changes.push({ from: from - 1, to, insert: "" })
    const insert = moved.get(number)
    if (insert) changes.push({ from: to, to, insert })
  }
  return changes
}

/** The longest of the subsequences that rise. */
function longestRise(order: readonly number[]): number[] {
  const ends: number[] = []
  const before = new Map<number, number | undefined>()
  for (const one of order) {
    const found = ends.findIndex(end => end > one)
    const place = found < 0 ? ends.length : found
    before.set(one, ends[place - 1])
    ends[place] = one
  }
  const rise: number[] = []
  for (let one = ends.at(-1); one !== undefined; one = before.get(one)) rise.unshift(one)
  return rise
}
