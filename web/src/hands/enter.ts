/** Enter: goes on with the block of the caret, or leaves it where it says nothing. */
import type { EditorState, StateCommand } from "@codemirror/state"
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

export function entered(state: EditorState, at: number, isSoft = false): Shape {
  const line = lineOf(state, at)
  const isSilent = !saidIn(line).trim()
  switch (line.kind) {
    case "item":
      if (isSoft)
        return split(state, line, at, {
          kind: "text",
          quote: line.quote,
          depth: line.depth,
          marker: "",
          task: "",
        })
      if (!isSilent)
        return split(state, line, at, {
          ...line,
          marker: line.marker.replace(/\d+/, number => `${Number(number) + 1}`),
        })
      return become(state, line, line.depth > 1 ? { depth: line.depth - 1 } : { kind: "text", depth: 0 })
    case "heading":
      return heading(state, line, at)
    case "blank":
      if (line.quote && !isSoft) return become(state, line, { kind: "text", quote: "" })
      return (
        leaving(state, line) ??
        split(state, line, at, { ...line, depth: line.head > line.from ? line.depth : 0 })
      )
    case "code":
      return (isSilent && leaving(state, line)) || split(state, line, at, { ...line })
    case "footnote":
      return split(state, line, at, { ...line, kind: "text" })
    case "text":
      if (isSilent && line.marker) return answered(state, line)
      if (asks(state, line) && at > headOf(state, line))
        return split(state, line, at, { ...line, marker: ":" })
      return split(
        state,
        line,
        at,
        isSoft || line.depth === 0 ? { ...line, marker: "" } : itemOf(state, line),
      )
    case "figure":
      return figure(state, line, at)
    case "table":
      return stay(at)
    default:
      return below(state, line)
  }
}

/** The letters behind the caret begin another line. */
function split(state: EditorState, line: Line, at: number, block: Block): Shape {
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
  const row: Row = { ...likewise(block, words), kind, isPlace }
  const below = next(state, line)
  // What is typed there must not go on with a question.
  const gap = isPlace && below && asks(state, below) ? [added({ kind: "blank" })] : []
  const rows = [above, here(row, indent.length + marksBefore(tail)), ...gap]
  return rewrite(state, line.number, line.number, rows)
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
    const rows = [added({ kind: "blank", quote: line.quote }), here(kept(line))]
    return rewrite(state, line.number, line.number, rows)
  }
  const isEnd = !state.sliceDoc(Math.min(at, endOf(state, line)), endOf(state, line)).trim()
  return split(state, line, at, isEnd ? { ...line, kind: "text", marker: "" } : { ...line })
}

/** Under a picture, or above it from the head of its caption. */
function figure(state: EditorState, line: Line, at: number): Shape {
  const end = tailOf(line)
  if (at <= headOf(state, line) && line.head < end)
    return rewrite(state, line.number, line.number, [added({ kind: "blank" }), here(kept(line))])
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

/** Out of the answers by one that says nothing. */
function answered(state: EditorState, line: Line): Shape {
  const isParted = next(state, line, -1)?.kind === "blank"
  const row = here(added({ kind: "blank", isPlace: true }))
  return rewrite(state, line.number, line.number, isParted ? [row] : [added({ kind: "blank" }), row])
}

/** Out of a box or a chart by its empty last line. */
function leaving(state: EditorState, line: Line): Shape | undefined {
  const [above, below] = [next(state, line, -1), next(state, line)]
  const isLast = below?.kind === "close" || below?.kind === "end"
  if (!isLast || !above || above.kind === "open" || above.kind === "start") return undefined
  const row = added({ kind: "blank", isPlace: true, caret: 0 })
  return rewrite(state, line.number, below.number, [kept(below), row])
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
  (isSoft: boolean): StateCommand =>
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
    const { changes, caret } = chosen
      ? under(state, lineOf(state, chosen.to))
      : entered(now, now.selection.main.head, isSoft)
    dispatch(
      now.update({
        changes,
        selection: { anchor: caret },
        scrollIntoView: true,
        annotations: shaped.of(true),
        userEvent: "input",
      }),
    )
    return true
  }

export const enter = pressing(false)
/** Shift and Enter: a line of the same block. */
export const breakLine = pressing(true)
