/** Choosing a kind of box: turns the box of the selection, or puts one around the blocks that are chosen. Only fences are written. Part. */
import type { EditorState } from "@codemirror/state"
import type { SyntaxNode } from "@lezer/common"
import { type Box, type BoxName, boxesOf } from "../preview/fences.ts"
import { TITLE } from "../preview/paragraphs.ts"
import { treeTo } from "../preview/tree.ts"
import { headOf } from "./inline.ts"
import { isEdge, isOpening, type Line, lineAt, lineOf } from "./lines.ts"
import { rewrite, type Shape } from "./rewrite.ts"
import { added, kept, linesIn } from "./rows.ts"
import { isAnswer } from "./told.ts"
import { unboxed } from "./unboxed.ts"

/** What is to be changed, or why nothing is. */
export type Boxing = Shape["changes"] | "inBox" | "footnoteInBox" | "pagebreakInBox"

/** A line of its own where a page of the paper begins. */
const BREAK = /^ {0,3}\\(?:newpage|pagebreak)\s*$/

interface Lines {
  readonly first: number
  readonly last: number
}

/** The box that holds all of the selection, from fence to fence. */
export function boxAt(state: EditorState, from: number, to = from): Box | undefined {
  const boxes = boxesOf(state, treeTo(state, state.doc.length))
  return boxes.find(box => state.doc.lineAt(box.from).from <= from && to <= state.doc.lineAt(box.to).to)
}

/** The word behind the colons; a title behind it stays. */
export function turned({ doc }: EditorState, { from, name }: Box, wished: BoxName): Shape["changes"] {
  const start = from + (/^:+\s*/.exec(doc.sliceString(from, doc.lineAt(from).to))?.[0].length ?? 0)
  return wished === name ? [] : [{ from: start, to: start + name.length, insert: wished }]
}

export function takenOff(state: EditorState, box: Box): Shape["changes"] {
  const open = lineOf(state, box.from)
  return unboxed(state, open, open).changes
}

/** Around the whole blocks that a selection touches; undefined where it touches none. */
export function wrapped(state: EditorState, kind: BoxName): Boxing | undefined {
  const found = touched(state)
  const own = found && trimmed(state, found)
  if (!own || own.last < own.first) return found && refused(state, found)
  const lines = linesIn(state, own.first, own.last)
  const refusal = refused(state, own)
  if (refusal) return refusal
  const rows = [fence(`::: ${kind}`), ...lines.map(kept), fence(":::", "close")]
  return rewrite(state, own.first, own.last, rows).changes
}

const fence = (said: string, kind: "open" | "close" = "open") => added({ kind, words: [said] })

/** A box in a box, a footnote and a page break would be letters there on paper, or stand elsewhere. */
function refused(
  state: EditorState,
  { first, last }: Lines,
): "inBox" | "footnoteInBox" | "pagebreakInBox" | undefined {
  const lines = linesIn(state, first, last)
  if (lines.some(({ kind }) => kind === "open" || kind === "close")) return "inBox"
  if (lines.some(({ kind }) => kind === "footnote")) return "footnoteInBox"
  return lines.some(isBreak) ? "pagebreakInBox" : undefined
}

const isBreak = ({ kind, text }: Line) => kind === "atom" && BREAK.test(text)

/** Without what stays outside at both ends: empty paragraphs, page breaks, footnotes. */
function trimmed(state: EditorState, { first, last }: Lines): Lines {
  const units = unitsIn(state).filter(one => one.last >= first && one.first <= last)
  const isNote = (unit: Lines) => lineAt(state, unit.first).kind === "footnote"
  const isOut = (unit: Lines) =>
    isNote(unit) || (unit.first === unit.last && isBreak(lineAt(state, unit.first)))
  while (units[0] && isOut(units[0])) units.shift()
  for (let end = units.at(-1); end && isOut(end); end = units.at(-1)) units.pop()
  return { first: units[0]?.first ?? last + 1, last: units.at(-1)?.last ?? last }
}

/** The lines of the blocks that the selection touches. */
function touched(state: EditorState): Lines | undefined {
  const { from, to, empty } = state.selection.main
  if (empty) return undefined
  const [top, end] = [lineOf(state, from), lineOf(state, to)]
  // A selection that ends at the head of a line, or in the signs there, does not reach into it.
  const isAtHead = /^\\?$/.test(state.sliceDoc(Math.min(to, headOf(state, end)), to))
  const isBefore = end.number > top.number && isAtHead && end.kind !== "figure" && !isEdge(end)
  let last = isBefore ? end.number - 1 : end.number
  // Nor into the box or the chart that begins above it.
  while (isBefore && last > top.number && isOpening(lineAt(state, last))) last -= 1
  const units = unitsIn(state)
  const own = units.filter(one => one.last >= top.number && one.first <= last)
  const isTold = (one: Lines | undefined) => {
    const line = one && lineAt(state, one.first)
    return line !== undefined && (isAnswer(line) || (line.kind === "text" && TITLE.test(line.marker)))
  }
  if (!own[0]) return undefined
  let [begin, behind] = [units.indexOf(own[0]), units.indexOf(own[0]) + own.length]
  // Answers stay under their question, and a title behind its table.
  while (begin > 0 && isTold(units[begin])) begin -= 1
  while (isTold(units[behind])) behind += 1
  return { first: units[begin]?.first ?? top.number, last: units[behind - 1]?.last ?? last }
}

/** The blocks of a note by their lines; a list is as many as it has items on its first level. */
function unitsIn(state: EditorState): Lines[] {
  const { doc } = state
  const found: Lines[] = []
  const put = ({ name, from, to }: SyntaxNode) => {
    const last = doc.lineAt(Math.max(from, to)).number
    let first = doc.lineAt(from).number
    // A page break parts the lines around it.
    for (let n = first; name === "Paragraph" && n <= last; n += 1) {
      if (!BREAK.test(doc.line(n).text)) continue
      if (n > first) found.push({ first, last: n - 1 })
      found.push({ first: n, last: n })
      first = n + 1
    }
    if (first <= last) found.push({ first, last })
  }
  const top = treeTo(state, doc.length).topNode
  for (let node = top.firstChild; node; node = node.nextSibling) {
    if (!node.name.endsWith("List")) put(node)
    else for (const item of node.getChildren("ListItem")) put(item)
  }
  return found
}
