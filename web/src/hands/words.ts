/** The words of a line without some of its letters: marks keep their other half, and stand beside a letter. */
import type { EditorState } from "@codemirror/state"
import { isOver, type Marks, marksIn, type Pair, type Range } from "./inline.ts"
import type { Words } from "./rows.ts"

/** A part of a line: words, a mark that opens or closes, or the caret. */
interface Part {
  readonly words: Words
  readonly is: "words" | "open" | "close" | "caret"
  readonly kind?: Pair["kind"]
}

export interface Left {
  readonly words: readonly Words[]
  /** So many letters behind the first word. */
  readonly caret: number
  /** Whether spaces were put behind the marks that end with them: what is typed next belongs before. */
  readonly isGoingOn: boolean
  /** Marks that went with the last of their words: what is typed next is written in them. */
  readonly marks: readonly string[]
}

/** What is left of `within` when `gone` goes and `insert` comes there. */
export function leftOf(state: EditorState, within: Range, gone: Range, insert: string): Left {
  const marks = marksIn(state, within.from, within.to)
  const range = widened(marks, gone, insert)
  const own = parts(within, range, spared(marks.pairs, range), insert, marks.pairs)
  const moved = flanked(state, own)
  const at = moved.findIndex(({ is }) => is === "caret")
  const caret = moved.slice(0, at).reduce((sum, part) => sum + lengthOf(part.words), 0)
  const isGoingOn = moved[at - 1]?.is === "words" && moved[at - 2]?.is === "close" && isOut(own, moved)
  const words = moved.filter(({ is }) => is !== "caret").map(({ words }) => words)
  return { words, caret, isGoingOn, marks: insert ? [] : emptied(state, marks, gone, range) }
}

/** The marks around `gone` that go with it in `range`, from the outer to the inner. */
const emptied = (state: EditorState, { pairs }: Marks, gone: Range, range: Range): string[] =>
  pairs
    .filter(({ open, close, kind }) => {
      const isAround = open.to <= gone.from && gone.to <= close.from
      return kind === "emphasis" && isAround && range.from <= open.from && close.to <= range.to
    })
    .sort((one, other) => one.open.from - other.open.from)
    .map(({ open }) => textOf(state, open))

/** The same with marks that are spared written anew, for a line that is cut in two. */
export const spelled = (state: EditorState, { words }: Left, gone: Range): Words[] =>
  words.map(one => (typeof one !== "string" && isOver(one, gone) ? textOf(state, one) : one))

const lengthOf = (words: Words) => (typeof words === "string" ? words.length : words.to - words.from)
const order = (all: readonly Part[]) =>
  all.findIndex(({ is }) => is === "caret") - all.findIndex(({ is }) => is === "close")
const isOut = (before: readonly Part[], after: readonly Part[]) => order(before) < 0 && order(after) > 0

/** With the whole of what goes as one, and with both marks where nothing is left between them. */
function widened({ pairs, whole }: Marks, gone: Range, insert: string): Range {
  let { from, to } = gone
  for (let before = -1; before !== to - from; ) {
    before = to - from
    for (const one of whole) {
      const isInside = from === to ? one.from < from && one.to > from : isOver(one, { from, to })
      // Letters that come between a letter and its backslash come before both.
      if (isInside && from === to) [from, to, before] = [one.from, one.from, 0]
      // Behind a backslash is before its letter.
      else if (isInside && one.to === one.from + 2 && to === one.from + 1) to = Math.max(from, one.from)
      else if (isInside) [from, to] = [Math.min(from, one.from), Math.max(to, one.to)]
    }
    for (const { open, close } of pairs) {
      const isEmptied = from < to && from <= open.to && to >= close.from && !(insert && from >= open.to)
      if (isEmptied) [from, to] = [Math.min(from, open.from), Math.max(to, close.to)]
    }
  }
  return { from, to }
}

const edges = ({ from, to }: Range): Range => ({ from, to })

interface Mark extends Range {
  readonly is: "open" | "close"
  readonly kind: Pair["kind"]
}

/** Marks of pairs of which one half would go. */
function spared(pairs: readonly Pair[], gone: Range): Mark[] {
  const found: Mark[] = pairs.flatMap(({ open, close, kind }): Mark[] => {
    const [isOpen, isClose] = [isOver(open, gone), isOver(close, gone)]
    if (isOpen === isClose) return []
    return isOpen ? [{ ...edges(open), is: "open", kind }] : [{ ...edges(close), is: "close", kind }]
  })
  return found.sort((one, other) => one.from - other.from)
}

function parts(
  within: Range,
  gone: Range,
  kept: readonly Mark[],
  insert: string,
  pairs: readonly Pair[],
): Part[] {
  const start = Math.min(gone.from, kept[0]?.from ?? gone.from)
  const end = Math.max(gone.to, kept.at(-1)?.to ?? gone.to)
  const marks = pairs.flatMap(({ open, close, kind }): Mark[] =>
    kind === "link"
      ? []
      : [
          { ...edges(open), is: "open", kind },
          { ...edges(close), is: "close", kind },
        ],
  )
  const before: Part[] = []
  let left = start
  for (
    let mark = marks.find(({ to }) => to === left);
    mark && mark.from >= within.from;
    mark = marks.find(({ to }) => to === left)
  ) {
    before.unshift({ words: { from: mark.from, to: mark.to }, is: mark.is, kind: mark.kind })
    left = mark.from
  }
  const after: Part[] = []
  let right = end
  for (
    let mark = marks.find(({ from }) => from === right);
    mark && mark.to <= within.to;
    mark = marks.find(({ from }) => from === right)
  ) {
    after.push({ words: { from: mark.from, to: mark.to }, is: mark.is, kind: mark.kind })
    right = mark.to
  }
  const all: Part[] = [
    { words: { from: within.from, to: left }, is: "words" },
    ...before,
    { words: insert, is: "words" },
    { words: "", is: "caret" },
    ...kept.map((mark): Part => ({ words: { from: mark.from, to: mark.to }, is: mark.is, kind: mark.kind })),
    ...after,
    { words: { from: right, to: Math.max(right, within.to) }, is: "words" },
  ]
  return all.filter(({ words, is }) => is === "caret" || lengthOf(words) > 0)
}

const SPACE = /\s/
const SIGN = /[\p{P}\p{S}]/u

/** A mark that stands beside a space, or a sign before a letter, changes places with it. */
function flanked(state: EditorState, parts: readonly Part[]): Part[] {
  const out = [...parts]
  merge(state, out)
  for (let moves = 0; moves < 40; moves += 1) {
    const at = out.findIndex((_, index) => isBadClose(state, out, index) || isBadOpen(state, out, index))
    const part = out[at]
    if (!part) break
    if (part.is === "close") moveBehind(state, out, at)
    else moveBefore(state, out, at)
  }
  return out
}

const textOf = (state: EditorState, words: Words) =>
  typeof words === "string" ? words : state.sliceDoc(words.from, words.to)
/** Marks that would end and begin the same again go, as bold behind bold. */
function merge(state: EditorState, out: Part[]): void {
  for (let index = out.length - 1; index > 0; index -= 1) {
    const isCaret = out[index - 1]?.is === "caret"
    const [one, other] = [out[index - (isCaret ? 2 : 1)], out[index]]
    if (
      one?.is !== "close" ||
      other?.is !== "open" ||
      textOf(state, one.words) !== textOf(state, other.words)
    )
      continue
    out.splice(index, 1)
    out.splice(index - (isCaret ? 2 : 1), 1)
    index -= 1
  }
}

/** The words before or after a mark, over other marks. */
function beside(out: readonly Part[], at: number, way: 1 | -1): number {
  let index = at + way
  while (out[index] && out[index]?.is !== "words") index += way
  return index
}

function isBadClose(state: EditorState, out: readonly Part[], at: number): boolean {
  if (out[at]?.is !== "close" || out[at]?.kind !== "emphasis") return false
  const [before, after] = [out[beside(out, at, -1)], out[beside(out, at, 1)]]
  const last = before ? (textOf(state, before.words).at(-1) ?? "") : ""
  const next = after ? (textOf(state, after.words)[0] ?? "") : ""
  return SPACE.test(last) || (SIGN.test(last) && next !== "" && !SPACE.test(next) && !SIGN.test(next))
}

function isBadOpen(state: EditorState, out: readonly Part[], at: number): boolean {
  if (out[at]?.is !== "open" || out[at]?.kind !== "emphasis") return false
  const [before, after] = [out[beside(out, at, -1)], out[beside(out, at, 1)]]
  const last = before ? (textOf(state, before.words).at(-1) ?? "") : ""
  const next = after ? (textOf(state, after.words)[0] ?? "") : ""
  return SPACE.test(next) || (SIGN.test(next) && last !== "" && !SPACE.test(last) && !SIGN.test(last))
}

/** The last letter before a mark that closes comes behind it, with the caret that stood behind that letter. */
function moveBehind(state: EditorState, out: Part[], at: number): void {
  const index = beside(out, at, -1)
  const part = out[index]
  if (!part) return
  const text = textOf(state, part.words)
  const caret = out.findIndex(({ is }) => is === "caret")
  const isAlong = caret > index && caret < at
  let end = at + 1
  while (out[end]?.is === "close") end += 1
  const last: Part = { words: text.slice(-1), is: "words" }
  const moved = out.splice(index + 1, end - index - 1)
  const marks = isAlong ? moved.filter(({ is }) => is !== "caret") : moved
  out.splice(
    index,
    1,
    { ...part, words: shortened(part.words, 0, 1) },
    ...marks,
    last,
    ...(isAlong ? [{ words: "", is: "caret" as const }] : []),
  )
  clean(out)
}

/** The first letter behind a mark that opens comes before it. */
function moveBefore(state: EditorState, out: Part[], at: number): void {
  const index = beside(out, at, 1)
  const part = out[index]
  if (!part) return
  const text = textOf(state, part.words)
  let start = at
  while (out[start - 1]?.is === "open") start -= 1
  const first: Part = { words: text.slice(0, 1), is: "words" }
  out.splice(index, 1, { ...part, words: shortened(part.words, 1, 0) })
  out.splice(start, 0, first)
  clean(out)
}

function shortened(words: Words, start: number, end: number): Words {
  if (typeof words === "string") return words.slice(start, words.length - end)
  return { from: words.from + start, to: words.to - end }
}

/** Without words of no letters; two marks with nothing between them go. */
function clean(out: Part[]): void {
  for (let index = out.length - 1; index >= 0; index -= 1)
    if (out[index]?.is === "words" && lengthOf(out[index]?.words ?? "") === 0) out.splice(index, 1)
  for (let index = out.length - 2; index >= 0; index -= 1) {
    const [one, other] = [out[index], out[index + 1]]
    if (one?.is === "open" && other?.is === "close") out.splice(index, 2)
  }
}
