/** Enter: goes on with the block of the caret, or leaves it where it says nothing. */
import type { EditorState, StateCommand } from "@codemirror/state"
import { isSoft, soften } from "../preview/soft.ts"
import { become } from "./backspace.ts"
import { chosenIn, under } from "./chosen.ts"
import { shaped } from "./guard.ts"
import { endOf, headOf, type Range } from "./inline.ts"
import { kindOf } from "./insert.ts"
import { type Block, type Line, lineOf, next, saidIn, tailOf } from "./lines.ts"
import { rewrite, type Shape, stay } from "./rewrite.ts"
import { added, altered, here, kept, likewise, type Row, slice, type Words } from "./rows.ts"
import { isAnswer } from "./told.ts"
import { leftOf, spelled } from "./words.ts"

const ROW = /^\s*\|.*\|\s*$/

/** `isOn`: goes on with the same block, as Shift+Enter does. */
export function entered(state: EditorState, at: number, isOn = false): Shape {
  const line = lineOf(state, at)
  const isSilent = !saidIn(line).trim()
  switch (line.kind) {
    case "item":
      if (isOn) return split(state, line, at, { ...line, kind: "text", marker: "", task: "" }, true)
      if (!isSilent)
        return split(state, line, at, {
          ...line,
          marker: line.marker.replace(/\d+/, number => `${Number(number) + 1}`),
        })
      return become(state, line, line.depth > 1 ? { depth: line.depth - 1 } : { kind: "text", depth: 0 })
    case "heading":
      return heading(state, line, at)
    case "blank":
      return silent(state, line, at)
    case "code":
      return (isSilent && leaving(state, line)) || split(state, line, at, { ...line })
    case "footnote":
      return split(state, line, at, { ...line, kind: "text" })
    case "text":
      // Out of the answers by one that says nothing.
      if (isSilent && line.marker) return become(state, line, { marker: "", isBegun: true })
      if (asks(state, line) && at > headOf(state, line))
        return split(state, line, at, { ...line, marker: ":" }, true)
      // A table that is being typed, row by row.
      if (isOn || ROW.test(line.text)) return split(state, line, at, { ...line, marker: "" }, true)
      if (line.depth > 0) return split(state, line, at, itemOf(state, line))
      // A further line of a paragraph begins another one.
      if (!line.isBegun && !line.marker && !isSilent && at <= headOf(state, line))
        return become(state, line, { isBegun: true })
      return split(state, line, at, { ...line, marker: "" })
    case "figure":
      return figure(state, line, at)
    case "table":
      return stay(at)
    default:
      return below(state, line)
  }
}

/** In a paragraph that says nothing: another one, or out of its quotation or box. */
function silent(state: EditorState, line: Line, at: number): Shape {
  // A line that Shift+Enter has begun is the next paragraph.
  if (isSoft(state, line)) return become(state, line, {})
  if (line.quote) return become(state, line, { kind: "text", quote: "" })
  const depth = line.head > line.from ? line.depth : 0
  return leaving(state, line) ?? split(state, line, at, { ...line, depth })
}

/** The letters behind the caret begin another block, or a further line of the same one. */
function split(state: EditorState, line: Line, at: number, block: Block, isOn = false): Shape {
  const isEnd = line.kind !== "code" && at >= endOf(state, line)
  const from = isEnd ? line.to : at <= headOf(state, line) ? line.head : at
  const rest = line.text.slice(from - line.from)
  const space = line.kind === "code" || !rest.trim() ? 0 : rest.length - rest.trimStart().length
  const isText = (block.kind === "text" && !isAnswer(block)) || block.kind === "blank"
  const within = { from: line.head, to: line.to }
  const [before, after] = [
    { from, to: line.to },
    { from: line.head, to: from + space },
  ]
  const isCode = line.kind === "code"
  const said = isCode ? slice(line.head, from) : spelled(state, leftOf(state, within, before, ""), before)
  const above = altered(line, { kind: kindOf(line, state.sliceDoc(line.head, from)), words: said })
  const isPlace = isText && !rest.trim()
  const kind = isPlace ? "blank" : line.kind === "blank" ? "text" : block.kind
  // Code keeps its indent.
  const indent = isCode ? (/^\s*/.exec(line.text)?.[0] ?? "") : ""
  const tail = isCode ? slice(from, line.to) : spelled(state, leftOf(state, within, after, ""), after)
  const words = [...(indent ? [indent] : []), ...tail]
  const row: Row = { ...likewise(block, words), kind, isPlace, isBegun: !isOn }
  const rows = [above, here(row, indent.length + marksBefore(tail))]
  return { ...rewrite(state, line.number, line.number, rows), isSoft: isPlace && isOn }
}

/** The length of the marks that open anew with the words of a line. */
function marksBefore(words: readonly Words[]): number {
  const first = words.findIndex(one => typeof one !== "string")
  const marks = words.slice(0, Math.max(0, first)).filter(one => typeof one === "string")
  return marks.reduce((sum, one) => sum + one.length, 0)
}

/** At its end a paragraph follows, at its head an empty line comes before it. */
function heading(state: EditorState, line: Line, at: number): Shape {
  if (at <= headOf(state, line) && saidIn(line).trim()) {
    const rows = [added({ kind: "blank", quote: line.quote, isPlace: true }), here(kept(line))]
    return rewrite(state, line.number, line.number, rows)
  }
  const isEnd = !state.sliceDoc(Math.min(at, endOf(state, line)), endOf(state, line)).trim()
  return split(state, line, at, isEnd ? { ...line, kind: "text", marker: "" } : { ...line })
}

/** Under a picture, or above it from the head of its caption. */
function figure(state: EditorState, line: Line, at: number): Shape {
  const end = tailOf(line)
  if (at <= headOf(state, line) && line.head < end)
    return rewrite(state, line.number, line.number, [
      added({ kind: "blank", isPlace: true }),
      here(kept(line)),
    ])
  if (at >= endOf(state, { head: line.head, to: end })) return under(state, line)
  const within = { from: line.head, to: end }
  const half = (gone: Range) => spelled(state, leftOf(state, within, gone, ""), gone)
  // The letters stay where they are, and the address comes before them.
  const above = altered(line, { words: [...half({ from: at, to: end }), state.sliceDoc(end, line.to)] })
  const tail = half({ from: line.head, to: at })
  return rewrite(state, line.number, line.number, [above, here(added({ words: tail }), marksBefore(tail))])
}

/** Whether a line is a question: in it, a line begins an answer, since a question has one line. */
function asks(state: EditorState, line: Line): boolean {
  const below = next(state, line)
  const answer = below?.kind === "blank" ? next(state, below) : below
  return line.kind === "text" && !line.marker && !line.depth && answer !== undefined && isAnswer(answer)
}

/** Out of a box or a chart by its empty last line, which `others` may follow. */
export function leaving(state: EditorState, line: Line, others: readonly Line[] = []): Shape | undefined {
  const [above, below] = [next(state, line, -1), next(state, others.at(-1) ?? line)]
  const isLast = below?.kind === "close" || below?.kind === "end"
  if (!isLast || !above || above.kind === "open" || above.kind === "start") return undefined
  const row = added({ kind: "blank", isPlace: true, caret: 0 })
  return rewrite(state, line.number, below.number, [...others.map(kept), kept(below), row])
}

/** Under a fence, a rule, or a page break. */
function below(state: EditorState, line: Line): Shape {
  const isCode = line.kind === "start"
  const row = added({ kind: isCode ? "code" : "blank", isPlace: !isCode, caret: 0 })
  return rewrite(state, line.number, line.number, [kept(line), row])
}

/** The item that a line goes on with. */
function itemOf(state: EditorState, line: Line): Block {
  let found: Line | undefined = line
  while (found && !(found.kind === "item" && found.depth <= line.depth)) found = next(state, found, -1)
  return found ?? line
}

const pressing =
  (isLine: boolean): StateCommand =>
  ({ state, dispatch }) => {
    if (state.readOnly) return false
    let now = state
    const { main } = state.selection
    const chosen = chosenIn(state, main.from, main.to)
    if (!main.empty && !chosen) {
      const gone = state.update(state.replaceSelection(""), { userEvent: "delete.selection" })
      dispatch(gone)
      now = gone.state
    }
    const made = chosen
      ? under(state, lineOf(state, chosen.to))
      : entered(now, now.selection.main.head, isLine)
    const { changes, caret } = made
    dispatch(
      now.update({
        changes,
        selection: { anchor: caret },
        scrollIntoView: true,
        effects: soften.of(made.isSoft ? caret : null),
        annotations: shaped.of(true),
        userEvent: "input",
      }),
    )
    return true
  }

export const enter = pressing(false)
/** Shift and Enter: a line of the same block. */
export const breakLine = pressing(true)
