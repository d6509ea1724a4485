/** Several lines at once, as they are pasted or dropped: Markdown stays Markdown, and plain lines become what stands around. */

import type { EditorState } from "@codemirror/state"
import { SOURCE } from "../text/charts.ts"
import { FIGURE } from "../text/figures.ts"
import { escapeAt } from "./escapes.ts"
import type { Range } from "./inline.ts"
import { edit, kindOf } from "./insert.ts"
import { type Kind, type Line, next } from "./lines.ts"
import { objectsIn } from "./objects.ts"
import { rewrite, type Shape } from "./rewrite.ts"
import { added, altered, BARE, here, likewise, type Row, type Words } from "./rows.ts"
import { leftOf, spelled } from "./words.ts"

const isBlock = (text: string) => escapeAt(text) >= 0 || FIGURE.test(text)
/** The first line of a chart. */
const CHART = /^\s*(?:`{3,}|~{3,})\s*(?:graphique|chart)(?:\s|$)/

/** `isNote`: the lines come from a note, where each line end has its meaning. */
export function pasted(
  state: EditorState,
  line: Line,
  range: Range,
  text: string,
  isNote: boolean,
): Shape | undefined {
  if (/[\t;\n]/.test(text) && isOfChart(state, line)) return cells(line, range, text)
  if (line.kind === "code" || line.kind === "table" || line.kind === "atom") return undefined
  const insert = unboxed(state, range.from, text)
  const said = insert.replace(/\n+$/, "").split("\n")
  const isOne = said.length === 1 && insert === said[0]
  const isFigure = said.some(one => FIGURE.test(one))
  if (line.kind === "figure" && isFigure) return blocks(state, line, { from: line.to, to: line.to }, insert)
  // Among the words of an item or a quotation a picture is one of them.
  const isWord = !isFigure || line.depth > 0 || line.quote !== "" || line.kind === "footnote"
  if (line.kind === "figure" || (isOne && isWord)) return edit(state, line, range, insert, true)
  if (said.some(isBlock)) return blocks(state, line, range, insert)
  return line.kind === "item" || line.quote
    ? alike(state, line, range, said.filter(Boolean))
    : plain(state, line, range, insert, isNote)
}

const isOfChart = (state: EditorState, { kind, from }: Line) =>
  (kind === "code" || kind === "start") &&
  objectsIn(state, from, from).some(one => one.kind === "code" && CHART.test(state.doc.lineAt(one.from).text))

/** Cells of a sheet become lines of a chart, beside the one of the caret: what stands before the last one names it. */
function cells(line: Line, { from, to }: Range, text: string): Shape {
  const rows = text
    .replace(/\r\n?/g, "\n")
    .replace(/\n+$/, "")
    .split("\n")
    .map(row => {
      const said = row
        .split(row.includes("\t") ? "\t" : ";")
        .map(cell => cell.trim())
        .filter(Boolean)
      const value = said.at(-1) ?? ""
      // A head has no figures: it stays a line of words, and a word alone is a label.
      if (said.length === 1 && !SOURCE.test(value)) return `${value};`
      return said.length > 1 && /\d/.test(value)
        ? `${said.slice(0, -1).join(", ")};${value}`
        : said.join(", ")
    })
    .filter(Boolean)
    .join("\n")
  const before = line.text.slice(0, from - line.from)
  const rest = line.text.slice(to - line.from)
  // Words with such a sign among them stay in their cell.
  if (!text.includes("\n") && !rows.includes(";"))
    return { changes: [{ from, to, insert: rows }], caret: from + rows.length }
  if (line.kind === "code" && !(before + rest).replace(";", "").trim())
    return { changes: [{ from: line.from, to: line.to, insert: rows }], caret: line.from + rows.length }
  if (line.kind === "code" && !before.trim())
    return { changes: [{ from, to, insert: `${rows}\n` }], caret: from + rows.length }
  const changes = from < to ? [{ from, to, insert: "" }] : []
  const caret = line.to - (to - from) + 1 + rows.length
  return { changes: [...changes, { from: line.to, to: line.to, insert: `\n${rows}` }], caret }
}

/** No box comes into a box: its fences stay behind. */
function unboxed(state: EditorState, at: number, text: string): string {
  const isIn = objectsIn(state, at, at).some(one => one.kind === "box" && one.from < at && one.to > at)
  return isIn ? unfenced(text) : text
}

const unfenced = (text: string) =>
  text
    .split("\n")
    .filter(line => !/^ {0,3}:{3,}/.test(line))
    .join("\n")

interface Halves {
  readonly within: Range
  /** What goes of the line before what comes, and after it. */
  readonly head: Range
  readonly tail: Range
}

function halves({ head, to }: Line, range: Range): Halves {
  const [at, end] = [Math.max(range.from, head), Math.max(range.to, head)]
  return { within: { from: head, to }, head: { from: at, to }, tail: { from: head, to: end } }
}

/** A line without the line ends around it. */
const oneLine = (state: EditorState, line: Line, range: Range, insert: string): Shape =>
  edit(state, line, range, insert, true) ?? {
    changes: [{ ...range, insert }],
    caret: range.from + insert.length,
  }

/** Items of a list, or lines of a quotation. */
function alike(state: EditorState, line: Line, range: Range, said: readonly string[]): Shape {
  if (said.length === 1) return oneLine(state, line, range, said[0] ?? "")
  const { within, head, tail } = halves(line, range)
  const [first = "", last = ""] = [said[0], said.at(-1)]
  const depth = line.kind === "blank" ? 0 : line.depth
  const block = { ...line, depth, kind: line.kind === "item" ? line.kind : ("text" as const) }
  const rest = spelled(state, leftOf(state, within, tail, last), tail)
  const rows: Row[] = [
    altered(line, {
      depth,
      kind: kindOf(line, first),
      words: spelled(state, leftOf(state, within, head, first), head),
    }),
    ...said.slice(1, -1).map(words => likewise(block, [words])),
    { ...likewise(block, rest), caret: last.length },
  ]
  return rewrite(state, line.number, line.number, rows)
}

/** Paragraphs, or the lines of some that blank lines part: the first goes on with the line of the caret, whose rest goes on with
 * the last one. */
function plain(state: EditorState, line: Line, range: Range, insert: string, isNote: boolean): Shape {
  const { within, head, tail } = halves(line, range)
  const said = insert.split("\n")
  // Rows of a sheet stay together.
  const isEach = !isNote && !insert.includes("\t") && !/\S\s*\n[ \t]*\n\s*\S/.test(insert)
  const [first = "", last = ""] = [said[0], said.at(-1)]
  const rest = spelled(state, leftOf(state, within, tail, last), tail)
  const isBlank = rest.length === 0
  const rows: Row[] = [
    altered(line, {
      kind: kindOf(line, first),
      words: spelled(state, leftOf(state, within, head, first), head),
    }),
    ...said.slice(1, -1).map((words, index) => {
      const isBegun = isEach || !said[index]?.trim()
      return added(words.trim() ? { words: [words], isBegun } : { kind: "blank", isPlace: isBegun })
    }),
    added({
      ...(isBlank ? { kind: "blank" as const } : BARE),
      words: rest,
      isBegun: isBlank || isEach || !said.at(-2)?.trim(),
      caret: last.length,
    }),
  ]
  return rewrite(state, line.number, line.number, rows)
}

/** The block that a line of Markdown begins with. */
function kindRead(text: string): Kind {
  if (!text.trim()) return "blank"
  if (FIGURE.test(text)) return "figure"
  if (/^ {0,3}#{1,6}(?: |$)/.test(text)) return "heading"
  if (/^ {0,3}\|/.test(text)) return "table"
  if (/^ {0,3}(?::::|```|~~~)/.test(text)) return "open"
  if (/^ {0,3}\[\^[^\]]+\]:/.test(text)) return "footnote"
  return "text"
}

/** Blocks on lines of their own; an empty line gives way to them. Words beside the caret go on with lines that are no block. */
function blocks(state: EditorState, line: Line, range: Range, insert: string): Shape {
  const { within, head, tail } = halves(line, range)
  const left = (gone: Range, said: string) => spelled(state, leftOf(state, within, gone, said), gone)
  const lines = insert.split("\n")
  const [first = "", last = ""] = [lines[0], lines.at(-1)]
  const [before, after] = [left(head, ""), left(tail, "")]
  const isOwn = !isBlock(first) && before.length > 0
  const rows = lines.map((words, index): Row => {
    const read = kindRead(words)
    const isLast = index === lines.length - 1
    return added({
      kind: read === "blank" ? "blank" : "text",
      reads: read,
      words: [words],
      isTyped: true,
      isBegun: index === 0,
      isPlace: read === "blank" && index > 0 && !lines[index - 1]?.trim(),
      caret: isLast ? words.length : undefined,
    })
  })
  const end = rows.at(-1)
  if (after.length > 0 && end && last.trim() && !isBlock(last))
    rows[rows.length - 1] = { ...end, kind: "text", reads: "text", words: left(tail, last) }
  else if (after.length > 0 && end) {
    const rest = added({ words: unspaced(state, after) })
    if (last.trim()) rows.push(added({ kind: "blank" }), rest)
    else rows.splice(-1, 1, added({ kind: "blank" }), here(rest))
  }
  // An item or a quotation would take the line under it along.
  const below = next(state, line)
  const isTaken = isOpen(last) && below?.kind === "text" && below.depth === 0
  // In an empty paragraph nothing parts them from what is below.
  const isMet = line.kind === "blank" && last.trim() && below && !/^(?:blank|close)$/.test(below.kind)
  if (after.length === 0 && (isTaken || isMet)) rows.push(added({ kind: "blank" }))
  if (isOwn) rows[0] = altered(line, { words: left(head, first) })
  else if (before.length > 0) rows.unshift(altered(line, { words: before }), added({ kind: "blank" }))
  return rewrite(state, line.number, line.number, rows)
}

const isOpen = (text: string) => /^\s*(?:[-*+]|\d{1,9}[.)]|>)(?:\s|$)/.test(text)

/** Words without the spaces that they begin with. */
function unspaced(state: EditorState, [first, ...rest]: readonly Words[]): Words[] {
  if (first === undefined) return []
  if (typeof first === "string") return [first.trimStart(), ...rest]
  const text = state.sliceDoc(first.from, first.to)
  return [{ from: first.to - text.trimStart().length, to: first.to }, ...rest]
}
