/** Blank lines between rows: one where two blocks need it, and one more for each paragraph that says nothing. */
import type { EditorState } from "@codemirror/state"
import { gapAmong } from "../preview/blank.ts"
import { blanksAt } from "./blank.ts"
import { isParted } from "./gaps.ts"
import type { Indented } from "./levels.ts"
import { quoted } from "./lines.ts"
import { added, type Row, saidBy } from "./rows.ts"

/** Rows with the blank lines that they lack, and without those that they have beyond them. */
export function spaced(state: EditorState, shown: readonly Indented[]): readonly Indented[] {
  const rows = joined(state, shown)
  const out: Indented[] = []
  for (let [at, end] = [0, 0]; at < rows.length; at = end) {
    const now = rows[at] as Indented
    const above = out.at(-1)
    while (isBlankLike(rows[end], now.row)) end += 1
    if (end > at) {
      out.push(...blanks(state, rows.slice(at, end), above, rows[end]))
      continue
    }
    if (above && above.row.kind !== "blank" && isApart(state, above, now))
      out.push(gapIn(now.row.quote && above.row.quote))
    out.push(now)
    end += 1
  }
  return out
}

/** The numbers of the lines that are paragraphs though they say nothing. */
function emptiesIn(state: EditorState, run: readonly Indented[]): ReadonlySet<number> {
  const found = new Set<number>()
  let last = 0
  for (const { row } of run) {
    if (!row.line || row.line.number <= last) continue
    const { lines, empties } = blanksAt(state, row.line)
    last = lines.at(-1)?.number ?? last
    for (const { number } of empties) found.add(number)
  }
  return found
}

/** A blank row, but for one that goes on with the paragraph above. */
const isBlankRow = ({ kind, isPlace, isBegun }: Row) => kind === "blank" && (isBegun || !isPlace)
const isBlankLike = (one: Indented | undefined, first: Row) =>
  one !== undefined && isBlankRow(one.row) && isBlankRow(first) && quoted(one.row) === quoted(first)

/** An item that says nothing holds no list behind blank lines. */
function joined(state: EditorState, shown: readonly Indented[]): Indented[] {
  const out: Indented[] = []
  for (const now of shown) {
    const item = out.findLastIndex(({ row }) => row.kind !== "blank" || row.caret !== undefined)
    if (now.row.kind === "item" && isVoid(state, out[item]?.row, now.row)) out.length = item + 1
    out.push(now)
  }
  return out
}

const isVoid = (state: EditorState, row: Row | undefined, under: Row) =>
  row?.kind === "item" && row.depth < under.depth && !saidBy(state, row).trim()

/** Whether two rows followed each other before, both as they are. */
const isAsBefore = (one: Row, other: Row) =>
  !one.isOther && !other.isOther && one.line !== undefined && other.line?.number === one.line.number + 1

/** Whether a blank line comes between two rows that say something. */
function isApart(state: EditorState, above: Indented, below: Indented): boolean {
  if (isAsBefore(above.row, below.row)) return false
  const [one, other] = [above.row, below.row].map(row => read(state, row))
  if (!one || !other) return false
  const isInside = one.kind === "open" || other.kind === "close"
  return (
    isParted(one, other, below.sibling) ||
    (!isInside && other.isBegun && (isFresh(above.row) || isFresh(below.row)))
  )
}

/** Whether it is a block where none was. */
const isFresh = ({ kind, depth, line, isOther, isBegun }: Row) =>
  isOther &&
  depth === 0 &&
  isBegun &&
  /^(?:text|heading)$/.test(kind) &&
  (line === undefined || line.kind === "blank")

/** A row with its words; a place for the caret is read as if it said something. */
const read = (state: EditorState, row: Row) =>
  row.isPlace
    ? { ...row, kind: "text" as const, said: "x" }
    : { ...row, kind: row.reads ?? row.kind, said: saidBy(state, row) }

const gapIn = (quote: string): Indented => ({
  row: added({ kind: "blank", quote: quote.trimEnd() }),
  space: "",
  sibling: undefined,
})

/** Blank rows that follow each other: as they were, or one between two blocks and one for each empty paragraph. */
function blanks(
  state: EditorState,
  run: readonly Indented[],
  above: Indented | undefined,
  below: Indented | undefined,
): readonly Indented[] {
  const first = run[0]?.row as Row
  const known = emptiesIn(state, run)
  const isEmpty = ({ row }: Indented) =>
    row.line ? row.isOther || known.has(row.line.number) : row.isPlace || row.caret !== undefined
  const empties = run.filter(isEmpty)
  const isOf = (other: Indented | undefined, edge: string) =>
    other !== undefined &&
    quoted(other.row) >= quoted(first) &&
    other.row.kind !== edge &&
    !(edge === "close" && other.row.kind === "footnote")
  const [isAbove, isBelow] = [isOf(above, "open"), isOf(below, "close")]
  const isKept = run.every(({ row }) => row.line && !row.isOther)
  const gaps = Number(gapAmong(run.length, isAbove, isBelow) >= 0)
  if (isKept && run.length - gaps === empties.length) return run
  if (!(isAbove && isBelow) && (empties.length === 0 || !(isAbove || isBelow))) return empties
  return isAbove ? [gapIn(first.quote), ...empties] : [...empties, gapIn(first.quote)]
}
