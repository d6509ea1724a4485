/** A selection over several lines goes, or is typed over: nothing joins across the edge of an object. */
import type { EditorState } from "@codemirror/state"
import { headOf, marksIn } from "./inline.ts"
import { kindOf } from "./insert.ts"
import { isEdge, isOpening, type Line, lineOf, tailOf } from "./lines.ts"
import { objectsIn } from "./objects.ts"
import { rewrite, type Shape, stay } from "./rewrite.ts"
import { added, altered, here, kept, linesIn, type Row, saidBy, slice } from "./rows.ts"
import { leftOf } from "./words.ts"

interface Range {
  readonly from: number
  readonly to: number
}

/** Takes `from` to `to` away, and puts `insert` where it began. */
export function replace(state: EditorState, gone: Range, insert: string, isTyped: boolean): Shape {
  const [first, last] = [lineOf(state, gone.from), lineOf(state, gone.to)]
  const [from, to] = [beforeLetter(state, first, gone.from), beforeLetter(state, last, gone.to)]
  const whole = objectsIn(state, from, to).filter(one => one.from >= from && one.to <= to)
  const lines = linesIn(state, first.number, last.number).map(line => placeOf(line, from, to))
  const isGone = (line: Line) =>
    (line.kind !== "blank" && whole.some(one => line.from >= one.from && line.to <= one.to)) ||
    (line.kind === "footnote" && line.number > first.number && line.number < last.number)
  const rest = lines.filter(line => !isGone(line))
  const isWhole =
    !insert &&
    from <= headOf(state, first) &&
    to <= headOf(state, last) &&
    whole.every(({ kind }) => kind === "figure")
  if (isWhole && first.number < last.number && !rest.some(line => isEdge(line) || line.kind === "table"))
    return dropped(state, first, last)
  const runs = runsOf(rest)
  const rows = runs.flatMap((run, index) => {
    const [a, b] = [run[0], run.at(-1)]
    if (!a || !b) return []
    if (isWall(a) || (isOpening(a) && from < a.head)) return run.map(kept)
    if (a.kind === "figure") return [captionLeft(state, a, from, to)]
    if (index > 0) return b.number === last.number ? afterWall(state, run, b, to) : []
    const row = cut(state, a, b, { from, to }, insert, isTyped)
    return runs.length > 1 && b.kind === "blank" && a !== b ? [row, kept(b)] : [row]
  })
  const [row] = rows
  if (!row) return rewrittenAway(state, first, last, insert, isTyped)
  const all = rows.some(({ caret }) => caret !== undefined) ? rows : [here(row), ...rows.slice(1)]
  return rewrite(state, first.number, last.number, all)
}

/** Behind a backslash is before its letter. */
const beforeLetter = (state: EditorState, line: Line, at: number): number =>
  marksIn(state, line.from, line.to).whole.find(one => one.from < at && one.to > at)?.from ?? at

/** A figure that goes with what follows it leaves its paragraph. */
const placeOf = (line: Line, from: number, to: number): Line =>
  line.kind === "figure" && from === line.from && to > line.to
    ? { ...line, kind: "blank", head: line.from }
    : line

/** Rows of tables are kept: the filter of tables empties their cells. */
const isWall = (line: Line) => (isEdge(line) && !isOpening(line)) || line.kind === "table"

/** A footnote stands for itself, somewhere else on paper. */
const isApart = (line: Line) => isWall(line) || line.kind === "footnote" || line.kind === "figure"

/** A caption loses what is chosen of it. */
function captionLeft(state: EditorState, line: Line, from: number, to: number): Row {
  const within = { from: line.head, to: tailOf(line) }
  const gone = { from: Math.max(from, within.from), to: Math.max(within.from, Math.min(to, within.to)) }
  const { words, caret } = leftOf(state, within, gone, "")
  return altered(line, {
    words: [...words, ...slice(within.to, line.to)],
    caret: from >= line.from ? caret : undefined,
  })
}

/** Lines with no edge of an object between them; an edge is a run of its own, and a footnote is. */
function runsOf(lines: readonly Line[]): Line[][] {
  const runs: Line[][] = []
  for (const line of lines) {
    const [run, above] = [runs.at(-1), runs.at(-1)?.at(-1)]
    const isNext = above && !isApart(line) && !isApart(above) && !isOpening(line) && !isOpening(above)
    const isSame = isNext && (line.kind === "code") === (above.kind === "code")
    if (run && isSame) run.push(line)
    else runs.push([line])
  }
  return runs
}

/** What is left of a run: its first line, which takes the rest of the last one. */
function cut(
  state: EditorState,
  a: Line,
  b: Line,
  { from, to }: Range,
  insert: string,
  isTyped: boolean,
): Row {
  const start = Math.max(a.head, Math.min(from, a.to))
  const end = Math.min(b.to, Math.max(to, b.head))
  const isRaw = a.kind === "code" || isOpening(a)
  const plain = {
    words: [...slice(a.head, start), insert, ...slice(end, b.to)],
    caret: start - a.head + insert.length,
  }
  const { words, caret } = isRaw
    ? plain
    : leftOf(state, { from: a.head, to: b.to }, { from: start, to: Math.max(start, end) }, insert)
  const said = saidBy(state, { words })
  if (a.kind === "atom")
    return here(altered(a, from > a.from ? {} : { kind: said.trim() ? "text" : "blank", words }), caret)
  return altered(a, { kind: kindOf(a, said), words, isTyped, caret })
}

/** What is left of the last lines, behind an edge: the first of them takes the rest, unless nothing of it goes. */
function afterWall(state: EditorState, run: readonly Line[], b: Line, to: number): Row[] {
  const first = run.findIndex(({ kind }) => kind !== "blank" && kind !== "atom")
  const gap = run
    .slice(0, Math.max(0, first))
    .filter(({ kind }) => kind === "blank")
    .slice(0, 1)
    .map(kept)
  const a = run[Math.max(0, first)] ?? b
  if (to <= headOf(state, b)) return [...gap, kept(b)]
  return [...gap, { ...cut(state, a, b, { from: a.from, to }, "", false), caret: undefined }]
}

/** Whole lines go, and the one behind them stays what it is. */
function dropped(state: EditorState, first: Line, last: Line): Shape {
  return rewrite(state, first.number, last.number, [
    here({ ...kept(last), isBegun: first.isBegun || last.isBegun }),
  ])
}

/** Where nothing is left, an empty line is. */
function rewrittenAway(state: EditorState, first: Line, last: Line, insert: string, isTyped: boolean): Shape {
  if (first.kind === "table" && !insert) return stay(first.from)
  const row = added({
    kind: insert ? "text" : "blank",
    words: insert ? [insert] : [],
    isTyped,
    caret: insert.length,
  })
  return rewrite(state, first.number, last.number, [row])
}
