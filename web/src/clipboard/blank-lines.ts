/** Where pasted Markdown is inserted: within the line of the caret, or as blocks with blank lines around. */
import type { EditorState, TransactionSpec } from "@codemirror/state"
import { isSoft } from "../preview/soft.ts"

const BLOCK = /^(?:#{1,6} |[-*+] |\d{1,9}[.)] |>|```|\||:::|!\[|---|\[\^[^\]]+\]: |\\(?:newpage|pagebreak)\b)/
const ITEM = /^(\s*)(?:[-*+]|\d{1,9}[.)]) /
/** A line that holds a mark at most. */
const EMPTY = /^\s*(?:(?:[-*+]|\d{1,9}[.)])(?: +\[[ xX]\])?|>|#{1,6})?\s*$/
/** After these a line that follows at once would be taken in. */
const OPEN = /^(?:\||\[\^[^\]]+\]: )/

export function placed(state: EditorState, markdown: string): TransactionSpec {
  const { from: start, to } = state.selection.main
  const line = state.doc.lineAt(start)
  const before = state.sliceDoc(line.from, start)
  const isBlock = BLOCK.test(markdown)
  // The marks of an empty item or heading give way to those of what is pasted.
  const from = isBlock && EMPTY.test(before) ? line.from : start
  const lines = isBlock ? undefined : continued(line.text, before, markdown)
  if (lines !== undefined)
    return { changes: { from: start, to, insert: lines }, selection: { anchor: start + lines.length } }
  const isItem = ITEM.test(markdown) && ITEM.test(line.text)
  const text = isItem ? indented(markdown, ITEM.exec(line.text)?.[1] ?? "") : markdown
  // An empty paragraph lacks the blank lines around it.
  const isEmpty = !line.text.trim() && !isSoft(state, line)
  const lead = isBlock || isEmpty ? leading(state, from, isItem) : ""
  const insert = lead + text + trailing(state, to, markdown, isEmpty)
  const end = OPEN.test(lastLine(text)) ? insert.length : lead.length + text.length
  return { changes: { from, to, insert }, selection: { anchor: from + end } }
}

/** Paragraphs in an item are items, in a quotation its lines; undefined elsewhere, and for other blocks. */
function continued(line: string, before: string, markdown: string): string | undefined {
  const mark = /^\s*(?:>\s?)+|^\s*(?:[-*+]|\d{1,9}[.)]) +(?:\[[ xX]\] +)?/.exec(line)?.[0]
  const parts = markdown.split(/\n{2,}/)
  if (!mark || before.length < mark.length || parts.some(part => BLOCK.test(part))) return undefined
  const isQuoted = mark.includes(">")
  const room = isQuoted ? mark : " ".repeat(mark.replace(/\[[ xX]\] +$/, "").length)
  const texts = parts.map(part => part.replace(/\n/g, `\n${room}`))
  return texts.reduce(
    (all, text, at) => `${all}\n${isQuoted ? `${mark.trimEnd()}\n${mark}` : next(mark, at)}${text}`,
  )
}

/** The mark of the item that comes so many items later: the next number, a box that is not ticked. */
const next = (mark: string, later: number) =>
  mark.replace(/\d+/, number => String(Number(number) + later)).replace(/\[[xX]\]/, "[ ]")

const indented = (text: string, space: string) => text.replace(/^(?=.)/gm, space)
const lastLine = (text: string) => text.slice(text.lastIndexOf("\n") + 1)

function leading(state: EditorState, from: number, isItem: boolean): string {
  const line = state.doc.lineAt(from)
  if (from > line.from) return isItem ? "\n" : "\n\n"
  const above = line.number > 1 ? state.doc.line(line.number - 1).text : ""
  return above && !(isItem && ITEM.test(above)) ? "\n" : ""
}

function trailing(state: EditorState, to: number, markdown: string, isEmpty: boolean): string {
  const line = state.doc.lineAt(to)
  const rest = state.sliceDoc(to, line.to)
  const last = markdown.split(/\n{2,}/).at(-1) ?? ""
  if (OPEN.test(lastLine(markdown))) return "\n\n"
  const isWord = !BLOCK.test(last) && !/^\s|^```$/m.test(last)
  if (rest.trim()) return isWord ? "" : "\n\n"
  const below = line.number < state.doc.lines ? state.doc.line(line.number + 1).text : ""
  return below && (isEmpty || markdown.includes("\n")) && !(ITEM.test(last) && ITEM.test(below)) ? "\n" : ""
}
