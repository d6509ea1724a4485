/** Writes rows in place of lines: marks, indents and blank lines as the structure asks for, all other letters as they were. */
import type { ChangeSpec, EditorState } from "@codemirror/state"
import { FIGURE } from "../text/figures.ts"
import { closingAt, escapeAt } from "./escapes.ts"
import { type Indented, indented } from "./levels.ts"
import { type Line, lineAt, saidIn } from "./lines.ts"
import { kept, linesIn, type Row, saidBy, type Words } from "./rows.ts"
import { spaced } from "./spaced.ts"
import { isAnswer, lastAnswer, told } from "./told.ts"

/** What a gesture comes to: no changes where it only moves the caret. */
export interface Shape {
  readonly changes: readonly { readonly from: number; readonly to: number; readonly insert: string }[]
  readonly caret: number
  /** An object that is chosen in place of the caret, by its place afterwards. */
  readonly chosen?: { readonly from: number; readonly to: number }
  /** Whether what is typed next belongs before the marks that end before the caret. */
  readonly isGoingOn?: boolean
  /** Marks to write around what is typed next. */
  readonly marks?: readonly string[]
  /** Whether the caret stands in a line without words that goes on with the paragraph above. */
  readonly isSoft?: boolean
}

export const stay = (caret: number): Shape => ({ changes: [], caret })

/** `rows` in place of the lines from `first` to `last`; one of them has the caret. */
export function rewrite(state: EditorState, first: number, last: number, rows: readonly Row[]): Shape {
  const lines = linesIn(state, topOf(state, first), bottomOf(state, last))
  const above = lines.filter(({ number }) => number < first).map(kept)
  const below = lines.filter(({ number }) => number > last).map(kept)
  const own = rows.map(row => figured(state, literal(state, row)))
  const all = told(state, lines[0]?.number ?? 1, [...above, ...own, ...below])
  const shown = indented(lines, pulledUp(state, all))
  return written(state, lines, spaced(state, shown))
}

/** A picture that has come to stand alone in its line. */
const figured = (state: EditorState, row: Row): Row =>
  row.kind === "text" && !row.quote && !row.marker && row.depth === 0 && FIGURE.test(saidBy(state, row))
    ? { ...row, kind: "figure", isOther: true }
    : row

/** An item that says nothing takes the line that goes on with it: neither parser would read it as its own. */
function pulledUp(state: EditorState, rows: readonly Row[]): Row[] {
  const out: Row[] = []
  for (const [index, row] of rows.entries()) {
    const item = out.findLast(({ kind }) => kind !== "blank")
    const isNext = item?.kind === "item" && row.kind === "text" && row.depth === item.depth
    if (!item || !isNext || saidBy(state, item).trim() || rows[index - 1] === undefined) out.push(row)
    else {
      const at = out.lastIndexOf(item)
      const caret = item.caret ?? row.caret
      out.splice(at, out.length - at, { ...item, words: row.words, isOther: true, caret })
    }
  }
  return out
}

/** From the first item of the list above, which says where the others stand. */
function topOf(state: EditorState, first: number): number {
  let n = Math.max(1, first - 1)
  while (n > 1 && isUnder(lineAt(state, n))) n -= 1
  return n
}

/** To the end of what stands under the items below. */
function bottomOf(state: EditorState, last: number): number {
  let n = last + 1
  while (n < state.doc.lines && isUnder(lineAt(state, n))) n += 1
  return lastAnswer(state, n)
}

const isUnder = ({ kind, depth }: Line) => kind === "blank" || depth > 1 || (depth === 1 && kind !== "item")

/** With a backslash before letters that have come to the head of a row and would be read as a mark there. */
function literal(state: EditorState, row: Row): Row {
  // A space at the head of an item would move what belongs to it.
  const space = row.isOther && row.kind === "item" ? (/^ */.exec(saidBy(state, row))?.[0].length ?? 0) : 0
  if (space > 0)
    return literal(state, {
      ...row,
      words: behind(row.words, space),
      caret: row.caret && Math.max(0, row.caret - space),
    })
  const find = row.kind === "heading" ? closingAt : escapeAt
  if (
    !row.isOther ||
    (row.isTyped && row.kind !== "heading") ||
    !["text", "item", "heading"].includes(row.kind)
  )
    return row
  const at = find(saidBy(state, row))
  if (at < 0) return row
  const before = row.line?.kind === row.kind ? find(saidIn(row.line)) : -1
  if (before >= 0) return row
  const caret = row.caret !== undefined && row.caret > at ? row.caret + 1 : row.caret
  return { ...row, words: splitWords(row.words, at), caret }
}

/** Words without their first letters. */
function behind(words: readonly Words[], count: number): Words[] {
  let left = count
  return words.map(one => {
    const gone = Math.min(left, typeof one === "string" ? one.length : one.to - one.from)
    left -= gone
    return typeof one === "string" ? one.slice(gone) : { from: one.from + gone, to: one.to }
  })
}

function splitWords(words: readonly Words[], at: number): Words[] {
  let left = at
  const out: Words[] = []
  for (const one of words) {
    const length = typeof one === "string" ? one.length : one.to - one.from
    if (left < 0 || left > length) out.push(one)
    else if (typeof one === "string") out.push(`${one.slice(0, left)}\\${one.slice(left)}`)
    else out.push({ from: one.from, to: one.from + left }, "\\", { from: one.from + left, to: one.to })
    left = left < 0 || left > length ? left - length : -1
  }
  return at === 0 && words.length === 0 ? ["\\"] : out
}

/** The marks of a row. */
function marksOf({ row, space }: Indented): string {
  const { kind, quote, marker, task, line } = row
  const isSame =
    line && line.kind === kind && line.quote === quote && line.marker === marker && line.task === task
  if (isSame && kind !== "item" && kind !== "text") return line.text.slice(0, line.head - line.from)
  if (isSame) return quote + space + line.text.slice(quote.length, line.head - line.from).trimStart()
  if (kind === "heading" || isAnswer(row)) return `${quote}${marker} `
  if (kind === "item") return `${quote}${space}${marker} ${task ? `${task} ` : ""}`
  return quote + space
}

/** The smallest changes that make the rows of the lines. */
function written(state: EditorState, lines: readonly Line[], rows: readonly Indented[]): Shape {
  const changes: Shape["changes"][number][] = []
  let old = lines[0]?.from ?? 0
  let [fresh, length, place] = ["", old, old]
  const put = (text: string) => {
    fresh += text
    length += text.length
  }
  const flush = (to: number) => {
    const gone = state.sliceDoc(old, to)
    const change = smallest(old, gone, fresh)
    if (change) changes.push(change)
    old = to
    fresh = ""
  }
  for (const [index, shown] of rows.entries()) {
    put((index > 0 ? "\n" : "") + marksOf(shown))
    if (shown.row.caret !== undefined) place = length + shown.row.caret
    for (const words of shown.row.words) {
      if (typeof words === "string") put(words)
      else {
        flush(words.from)
        length += words.to - words.from
        old = words.to
      }
    }
  }
  flush(lines.at(-1)?.to ?? old)
  return { changes, caret: Math.min(place, length) }
}

function smallest(from: number, gone: string, insert: string): Shape["changes"][number] | undefined {
  if (gone === insert) return undefined
  const most = Math.min(gone.length, insert.length)
  let [start, end] = [0, 0]
  while (start < most && gone[start] === insert[start]) start += 1
  while (end < most - start && gone.at(-1 - end) === insert.at(-1 - end)) end += 1
  return {
    from: from + start,
    to: from + gone.length - end,
    insert: insert.slice(start, insert.length - end),
  }
}

export const specsOf = ({ changes }: Shape): ChangeSpec => changes as ChangeSpec
