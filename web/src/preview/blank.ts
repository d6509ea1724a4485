/** Blank lines: one of them parts two blocks, their gap, and each one more is an empty paragraph. */
import type { EditorState, Line } from "@codemirror/state"
import { boxesOf } from "./fences.ts"
import { isSoft, SILENT } from "./soft.ts"
import { treeTo } from "./tree.ts"

/** Blank lines that stand together in one box or quotation, by their numbers. */
export interface Run {
  readonly first: number
  readonly last: number
  /** 0 where each of them is an empty paragraph. */
  readonly gap: number
  /** Whether a block of the same box or quotation stands below. */
  readonly isBelow: boolean
}

/** How many quotations a line stands in. */
const quotedIn = ({ text }: Line) => /^[\s>]*/.exec(text)?.[0].split(">").length ?? 1

/** Which of so many blank lines is the gap; -1 where none is. */
export function gapAmong(count: number, isAbove: boolean, isBelow: boolean): number {
  if (isAbove) return isBelow || count > 1 ? 0 : -1
  return isBelow && count > 1 ? count - 1 : -1
}

/** Whether a line is blank, neither in code nor begun by Shift+Enter. */
function isBlank(state: EditorState, line: Line): boolean {
  if (!SILENT.test(line.text) || isSoft(state, line)) return false
  for (let node = treeTo(state, line.to + 1).resolveInner(line.to, 1); node.parent; node = node.parent)
    if (node.name === "FencedCode") return node.to < line.from
  return true
}

/** The run of a line; undefined where it says something. */
export function runAt(state: EditorState, number: number): Run | undefined {
  const { doc } = state
  const line = doc.line(number)
  if (!isBlank(state, line)) return undefined
  const level = quotedIn(line)
  const end = (way: 1 | -1) => {
    let at = number
    for (let one = at + way; one >= 1 && one <= doc.lines; one += way) {
      const next = doc.line(one)
      if (quotedIn(next) !== level || !isBlank(state, next)) break
      at = one
    }
    return at
  }
  const [first, last] = [end(-1), end(1)]
  const boxes = boxesOf(state, treeTo(state, doc.length))
  const isOf = (one: number, side: "from" | "to") => {
    if (one < 1 || one > doc.lines) return false
    const line = doc.line(one)
    const { from, to, text } = line
    // Above the footnotes the text ends.
    const isEnd = side === "to" && /^\[\^\S+]:/.test(text)
    return !isEnd && quotedIn(line) >= level && !boxes.some(box => box[side] >= from && box[side] <= to)
  }
  const [isAbove, isBelow] = [isOf(first - 1, "from"), isOf(last + 1, "to")]
  const gap = gapAmong(last - first + 1, isAbove, isBelow)
  return { first, last, gap: gap < 0 ? 0 : first + gap, isBelow }
}
