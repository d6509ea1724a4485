/** Indents of the items of a list: each stands under the words of its parent. */
import { type Line, quoted } from "./lines.ts"
import { kept, type Row } from "./rows.ts"

/** A row with the spaces before its mark or its words. */
export interface Indented {
  readonly row: Row
  readonly space: string
  /** The item of its list before it. */
  readonly sibling: Row | undefined
}

interface Item {
  readonly row: Row
  /** As it was asked for: deeper than the next one says that it is under it. */
  readonly depth: number
  readonly index: number
  readonly space: string
  /** The column of its words. */
  readonly column: number
}

const spaceOf = ({ line }: Row): string =>
  line ? (/^\s*/.exec(line.text.slice(line.quote.length))?.[0] ?? "") : ""

/** The column at which the words of an item begin; the box of a task is one of them. */
function columnOf({ line, marker }: Row, space: string): number {
  const gap = line ? /^\s*\S+( +)(?=\S)/.exec(line.text.slice(line.quote.length))?.[1]?.length : 1
  return space.length + marker.length + (gap && gap < 5 ? gap : 1)
}

/** `lines` are those of the passage before. */
export function indented(lines: readonly Line[], rows: readonly Row[]): Indented[] {
  const parents = parentsIn(lines)
  let open: Item[] = []
  return rows.map((row, index) => {
    const own = spaceOf(row)
    if (row.kind === "blank" && !row.isPlace) return { row, space: "", sibling: undefined }
    if (row.depth === 0) {
      // Blank lines end no list.
      if (!row.isPlace) open = []
      const isBare = row.kind === "text" || row.kind === "blank" || !row.line
      return { row, space: isBare ? "" : own, sibling: undefined }
    }
    const isItem = row.kind === "item"
    // The list of a quotation is another one than that before it; a line may go on with its item without the sign.
    const last = open.at(-1)?.row ?? row
    const isGoingOn = !isItem && row.line && parents.get(row.line.number)?.number === last.line?.number
    if (quoted(last) !== quoted(row) && !isGoingOn) open = []
    const closed = open.filter(item => (isItem ? item.depth >= row.depth : item.depth > row.depth))
    open = open.slice(0, open.length - closed.length)
    const parent = open.at(-1)
    const sibling = isItem ? closed[0] : undefined
    const space = spaceUnder(row, own, parent, sibling, row.line && parents.get(row.line.number))
    // Right under the words of its parent, only the number 1 begins a list.
    const isFirst = isItem && parent?.index === index - 1
    const marker = isFirst ? row.marker.replace(/\d+/, "1") : row.marker
    const depth = open.length + Number(isItem)
    const now = marker === row.marker && depth === row.depth ? row : { ...row, marker, depth, isOther: true }
    if (isItem) open.push({ row: now, depth: row.depth, index, space, column: columnOf(now, space) })
    return { row: now, space, sibling: sibling?.row }
  })
}

function spaceUnder(
  { kind, depth, line }: Row,
  own: string,
  parent: Item | undefined,
  sibling: Item | undefined,
  before: Held | undefined,
): string {
  const column = parent?.column ?? 0
  if (!line || line.kind !== kind || line.depth !== depth) return sibling?.space ?? " ".repeat(column)
  if (before?.number === parent?.row.line?.number && before?.column === parent?.column) return own
  if (kind === "item" || !parent) return " ".repeat(column)
  // A line that goes on with an item needs no space.
  const more = own.length - (before?.column ?? own.length)
  return more < 0 ? own : " ".repeat(column + more)
}

/** The item that holds a line: the number of its line, and the column of its words. */
interface Held {
  readonly number: number
  readonly column: number
}

/** By the number of a line. */
function parentsIn(lines: readonly Line[]): Map<number, Held> {
  const found = new Map<number, Held>()
  let open: (Held & { readonly depth: number })[] = []
  for (const line of lines) {
    if (line.kind === "blank") continue
    open = open.filter(({ depth }) => (line.kind === "item" ? depth < line.depth : depth <= line.depth))
    const parent = open.at(-1)
    if (parent) found.set(line.number, parent)
    const row = kept(line)
    if (line.kind === "item")
      open.push({ number: line.number, depth: line.depth, column: columnOf(row, spaceOf(row)) })
  }
  return found
}
