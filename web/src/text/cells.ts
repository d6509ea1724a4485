/** Positions of rows and cells in the source of a Markdown table. */

/** Between two pipes: `start` is after the one at left, `end` before the one at right or at the end of the line. */
export interface Cell {
  readonly start: number
  readonly end: number
  /** Range of the trimmed text; in an empty cell, the insertion point. */
  readonly from: number
  readonly to: number
}

export interface Row {
  readonly from: number
  readonly to: number
  readonly cells: readonly Cell[]
  /** Whether a pipe closes the last cell. */
  readonly isClosed: boolean
}

/** The head, the rule under it, and the rows; positions are those in `source`. */
export function rowsOf(source: string): Row[] {
  const rows: Row[] = []
  let from = 0
  for (const line of source.split("\n")) {
    rows.push(rowOf(line, from))
    from += line.length + 1
  }
  return rows
}

/** One line, the first letter of which is at `from`. */
export function rowOf(line: string, from: number): Row {
  const pipes = [...line.matchAll(/\\.|\|/g)].filter(([sign]) => sign === "|").map(({ index }) => index)
  const opening = pipes[0] !== undefined && !line.slice(0, pipes[0]).trim() ? pipes.shift() : undefined
  const last = pipes.at(-1)
  const isClosed = last !== undefined && !line.slice(last + 1).trim()
  const ends = isClosed ? pipes : [...pipes, line.length]
  let start = opening === undefined ? 0 : opening + 1
  const cells = ends.map(end => {
    const cell = cellOf(line, start, end)
    start = end + 1
    return { start: cell.start + from, end: cell.end + from, from: cell.from + from, to: cell.to + from }
  })
  return { from, to: from + line.length, cells, isClosed }
}

function cellOf(line: string, start: number, end: number): Cell {
  const text = line.slice(start, end)
  const said = text.trim()
  // One space stays between a pipe and what is typed.
  const from = said ? start + text.indexOf(said) : Math.min(start + 1, end)
  return { start, end, from, to: from + said.length }
}

/** A line break in a cell, as GFM writes it: the same as export/note/cells.py. */
export const BREAK = /<br ?\/?>/gi

export interface Place {
  /** 0 is the head, 1 the rule. */
  readonly row: number
  /** -1 before the first cell, and as many as there are behind the last. */
  readonly column: number
}

export function placeIn(rows: readonly Row[], at: number): Place {
  const row = Math.max(
    0,
    rows.findLastIndex(({ from }) => from <= at),
  )
  const cells = rows[row]?.cells ?? []
  const column = cells.findIndex(({ start, end }) => at >= start && at <= end)
  return { row, column: column < 0 && at > (cells[0]?.start ?? 0) ? cells.length : column }
}

/** A text that ends so makes a letter of the pipe behind it. */
export const ESCAPES = /(?<!\\)(?:\\\\)*\\$/

/** Escapes a text for a cell: line ends become breaks, pipes letters; `isEscaped`: a backslash stands before the text. */
export const inLine = (text: string, isEscaped = false): string =>
  text
    .replace(/^\s*\n\s*|\s*\n\s*$/g, "")
    .replace(/\s*\n\s*/g, "<br>")
    .replace(/\\.|\|/g, (sign, at: number) => (sign === "|" && !(isEscaped && at === 0) ? "\\|" : sign))

/** The same of a text that fills a cell. */
export const inCell = (text: string): string => inLine(text.trim())
