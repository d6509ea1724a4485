/** Letters that come into one line, or leave it. */
import type { EditorState } from "@codemirror/state"
import { isSoft } from "../preview/soft.ts"
import { closingAt } from "./escapes.ts"
import { marksIn } from "./inline.ts"
import { isEdge, isHead, isOpening, type Line, next, saidIn, tailOf } from "./lines.ts"
import { rewrite, type Shape, stay } from "./rewrite.ts"
import { altered, kept, saidBy, slice } from "./rows.ts"
import { type Stored, storedIn } from "./stored.ts"
import { type Left, leftOf } from "./words.ts"

/** `insert` in place of `from` to `to` of a line; undefined where nothing else is to be done than that. */
export function edit(
  state: EditorState,
  line: Line,
  { from, to }: { readonly from: number; readonly to: number },
  insert: string,
  isTyped: boolean,
): Shape | undefined {
  const { kind, head } = line
  if (kind === "figure") return inCaption(state, line, from, to, insert)
  if (kind === "table") return inCell(state, line, from, to, insert, isTyped)
  if (isEdge(line) && !(isOpening(line) && from >= head)) return stay(line.to)
  if (isOpening(line)) return title(line, from, to, insert)
  // A caret comes to a rule only by typing it: it may be the beginning of something else.
  if (kind === "atom" || kind === "code") return undefined
  if (isTyped && isInAddress(state, line, from, to)) return undefined
  if (isTyped && kind === "heading" && from === line.to && isMarkAlone(line, insert)) return undefined
  const [start, end] = [Math.max(from, head), Math.max(to, head)]
  const stored = insert && isTyped && from === to ? storedIn(state, from) : undefined
  const left = stored
    ? withStored(state, line, start, insert, stored)
    : leftOf(state, { from: head, to: line.to }, { from: start, to: end }, insert)
  const said = saidBy(state, left)
  const isAsAsked = !stored && start === from && end === to && said === asked(line, start, end, insert)
  const isEmptied = !said.trim() !== !saidIn(line).trim()
  const isAtHead = isHead(line, start) && (!isTyped || start < end)
  const isClosed = kind === "heading" && closingAt(said) >= 0
  if (isAsAsked && !isEmptied && !isAtHead && !isClosed) return undefined
  const made = kindOf(line, said)
  const isOn = isSoft(state, line)
  const isBegun = line.isBegun && !isOn
  const row = altered(line, {
    kind: made,
    depth: depthOf(state, line),
    words: left.words,
    isTyped,
    isPlace: made === "blank" && (line.depth > 0 || !isBegun),
    isBegun,
    caret: left.caret,
  })
  const { isGoingOn, marks } = left
  const below = isOn && made !== "blank" ? next(state, line) : undefined
  // What stands right under a line of Shift+Enter is the rest of the paragraph.
  const rest = below?.kind === "text" ? [{ ...kept(below), isBegun: false }] : []
  const shape = rewrite(state, line.number, line.number + rest.length, [row, ...rest])
  return { ...shape, isGoingOn, marks, isSoft: made === "blank" && !isBegun }
}

/** A caption is one line, and brackets in it are letters. */
function inCaption(
  state: EditorState,
  line: Line,
  from: number,
  to: number,
  insert: string,
): Shape | undefined {
  const within = { from: line.head, to: tailOf(line) }
  const [start, end] = [from, to].map(at => Math.max(within.from, Math.min(at, within.to))) as [
    number,
    number,
  ]
  const said = insert.replace(/\s*\n\s*/g, " ").replace(/[[\]\\]/g, "\\$&")
  const left = leftOf(state, within, { from: start, to: end }, said)
  const isAsAsked = start === from && end === to && said === insert
  const rest = slice(within.to, line.to)
  if (isAsAsked && saidBy(state, { words: [...left.words, ...rest] }) === asked(line, start, end, insert))
    return undefined
  const row = altered(line, { words: [...left.words, ...rest], caret: left.caret })
  return rewrite(state, line.number, line.number, [row])
}

/** In a row of a table only inline marks are looked at: the filter of tables has seen to the rest. */
function inCell(
  state: EditorState,
  line: Line,
  from: number,
  to: number,
  insert: string,
  isTyped: boolean,
): Shape | undefined {
  const stored = insert && isTyped && from === to ? storedIn(state, from) : undefined
  const left = stored
    ? withStored(state, line, from, insert, stored)
    : leftOf(state, line, { from, to }, insert)
  if (saidBy(state, left) === asked(line, from, to, insert)) return undefined
  const row = altered(line, { words: left.words, caret: left.caret })
  return { ...rewrite(state, line.number, line.number, [row]), isGoingOn: left.isGoingOn, marks: left.marks }
}

/** `#` behind a `#` that no space has ended yet: the mark of a lower level, which is still being typed. */
const isMarkAlone = ({ text }: Line, insert: string) => insert === "#" && /^\s*#{1,5}$/.test(text)

/** Whether a place lies in the hidden address of a link, which only commands choose. */
const isInAddress = (state: EditorState, { head, to: end }: Line, from: number, to: number) =>
  marksIn(state, head, end).pairs.some(
    ({ close, kind }) => kind === "link" && from > close.from + 1 && to < close.to,
  )

const asked = ({ text, head, from }: Line, start: number, end: number, insert: string) =>
  text.slice(head - from, start - from) + insert + text.slice(end - from)

/** Letters in marks that were asked for before them. */
function withStored(
  state: EditorState,
  line: Line,
  at: number,
  insert: string,
  { marks, isGoingOn }: Stored,
): Left {
  const within = { from: line.head, to: line.to }
  if (!isGoingOn) return inMarks(state, line, at, insert, marks)
  const space = /\s*$/.exec(state.sliceDoc(line.head, at))?.[0] ?? ""
  const closing = marksIn(state, within.from, within.to).hidden.find(({ to }) => to === at - space.length)
  if (!closing) return leftOf(state, within, { from: at, to: at }, insert)
  const words = [...slice(line.head, closing.from), space + insert, closing, ...slice(at, line.to)]
  return {
    words,
    caret: closing.from - line.head + space.length + insert.length,
    isGoingOn: false,
    marks: [],
  }
}

/** Spaces stay outside of marks, and so does a sign behind a letter: there CommonMark reads no mark, which waits on. */
function inMarks(state: EditorState, line: Line, at: number, insert: string, marks: readonly string[]): Left {
  const space = /^\s*/.exec(insert)?.[0] ?? ""
  const rest = insert.slice(space.length)
  const isBehindLetter = !space && at > line.head && /[\p{L}\p{N}]/u.test(state.sliceDoc(at - 1, at))
  const isWaiting = !rest || (isBehindLetter && /^[\p{P}\p{S}]/u.test(rest))
  const [open, close] = isWaiting ? ["", ""] : [marks.join(""), [...marks].reverse().join("")]
  const said = space + open + rest
  const words = [...slice(line.head, at), said, close, ...slice(at, line.to)]
  return { words, caret: at - line.head + said.length, isGoingOn: false, marks: isWaiting ? marks : [] }
}

/** An answer, or the title of a table, stays one without words. */
export function kindOf({ kind, marker }: Line, said: string): Line["kind"] {
  if (kind === "blank" && said.trim()) return "text"
  return kind === "text" && !marker && !said.trim() ? "blank" : kind
}

/** A line of spaces under an item goes on with it. */
function depthOf(state: EditorState, line: Line): number {
  if (line.kind !== "blank") return line.depth
  if (isSoft(state, line)) return next(state, line, -1)?.depth ?? 0
  if (line.head === line.from || line.quote) return 0
  let above = next(state, line, -1)
  while (above?.kind === "blank") above = next(state, above, -1)
  return above?.kind === "item" || above?.kind === "text" ? above.depth : 0
}

/** The title of a box stands behind its kind. */
function title({ to: end, text, head }: Line, from: number, to: number, insert: string): Shape | undefined {
  if (head < end || from !== end || /\s$/.test(text) || !insert.trim()) return undefined
  return { changes: [{ from, to, insert: ` ${insert.trim()}` }], caret: head + 1 + insert.trim().length }
}
