/** Formatting of the selection: inline marks, and the kind of a line. */
import { EditorSelection, type EditorState, type Line } from "@codemirror/state"
import type { EditorView } from "@codemirror/view"
import { cellsOf } from "../preview/tables.ts"

export type Command = (view: EditorView) => boolean

/** Puts `mark` around the selection (or the word at the caret), or takes it away where it is. */
export function wrap(mark: string): Command {
  return view => {
    const { state } = view
    const size = mark.length
    // `**` also ends with `*`: a single mark is only taken off when it stands alone, or in `***`.
    const isMarked = ({ from, to }: Piece) =>
      has(trailing(state.sliceDoc(Math.max(0, from - 3), from), mark), size) &&
      has(leading(state.sliceDoc(to, to + 3), mark), size)
    const change = state.changeByRange(range => {
      // At the end of what is marked one goes on without the mark.
      const after = state.sliceDoc(range.head, range.head + 3)
      const isEnd = range.empty && has(leading(after, mark), size) && isSaid(state, range.head, mark)
      if (isEnd) return { range: EditorSelection.cursor(range.head + size) }
      const all = range.empty ? [state.wordAt(range.head) ?? range] : pieces(state, range, mark)
      const isOn = all.every(isMarked)
      const edges = isOn ? all : all.filter(piece => !isMarked(piece))
      const changes = state.changes(
        edges.flatMap(({ from, to }) => [
          { from: isOn ? from - size : from, to: from, insert: isOn ? "" : mark },
          { from: to, to: isOn ? to + size : to, insert: isOn ? "" : mark },
        ]),
      )
      const inside = range.head + (isOn ? -size : size)
      const [from, to] = [changes.mapPos(range.from, 1), changes.mapPos(range.to, -1)]
      if (range.empty) return { changes, range: EditorSelection.cursor(inside) }
      return {
        changes,
        range: range.head < range.anchor ? EditorSelection.range(to, from) : EditorSelection.range(from, to),
      }
    })
    view.dispatch(state.update(change, { userEvent: "input.format", scrollIntoView: true }))
    return true
  }
}

const STRESSED = /^([\s*]*)(.*?)[\s*]*$/
const STRUCK = /^([\s~]*)(.*?)[\s~]*$/

interface Piece {
  readonly from: number
  readonly to: number
}

/** Ranges that marks may enclose: the words of each selected line, or of each cell in a table. */
function pieces(state: EditorState, chosen: Piece, mark: string): Piece[] {
  const found: Piece[] = []
  for (let at = chosen.from; at <= chosen.to; ) {
    const line = state.doc.lineAt(at)
    const lead = LINE_MARK.exec(line.text)?.[0].length ?? 0
    for (const piece of cellsOf(state, line) ?? [{ from: line.from + lead, to: line.to }]) {
      const from = Math.max(piece.from, chosen.from)
      const text = state.sliceDoc(from, Math.max(from, Math.min(piece.to, chosen.to)))
      // Marks that are there already stand around it.
      const [, before = "", words = ""] = (mark.startsWith("~") ? STRUCK : STRESSED).exec(text) ?? []
      if (words) found.push({ from: from + before.length, to: from + before.length + words.length })
    }
    at = line.to + 1
  }
  return found
}

/** Whether a word ends here, rather than a mark that nothing has been typed behind yet. */
const isSaid = (state: EditorState, at: number, mark: string) =>
  /\S/.test(state.sliceDoc(at - 1, at)) && state.sliceDoc(at - 1, at) !== mark[0]

const trailing = (text: string, mark: string) => run([...text].reverse().join(""), mark)
const leading = (text: string, mark: string) => run(text, mark)
function run(text: string, mark: string): number {
  let length = 0
  while (text[length] === mark[0]) length += 1
  return length
}
const has = (length: number, size: number) => (size === 1 ? length === 1 || length === 3 : length >= size)

/** The mark that a line begins with: heading, list item with or without a box, number, quote. */
const LINE_MARK = /^(\s*)(#{1,6} +|[-*+] +\[[ xX]\] +|[-*+] +|\d{1,9}[.)] +|> ?)?/

function selectedLines(state: EditorState): Line[] {
  const lines = new Map<number, Line>()
  for (const { from, to } of state.selection.ranges)
    for (let at = from; at <= to; ) {
      const line = state.doc.lineAt(at)
      lines.set(line.number, line)
      at = line.to + 1
    }
  // A row of a table is of no other kind.
  const all = [...lines.values()].filter(line => !cellsOf(state, line))
  const written = all.filter(line => line.length > 0)
  return written.length > 0 ? written : all
}

type Kind = "bullet" | "number" | "task" | "quote" | "text" | `h${1 | 2 | 3}`

const MARKS: Record<Kind, (index: number) => string> = {
  bullet: () => "- ",
  number: index => `${index + 1}. `,
  task: () => "- [ ] ",
  quote: () => "> ",
  text: () => "",
  h1: () => "# ",
  h2: () => "## ",
  h3: () => "### ",
}
const IS: Record<Kind, RegExp> = {
  bullet: /^[-*+] +(?!\[[ xX]\])/,
  number: /^\d/,
  task: /\[/,
  quote: /^>/,
  text: /^$/,
  h1: /^# /,
  h2: /^## /,
  h3: /^### /,
}

/** The kind of the line of the caret. */
export function kindOf(state: EditorState): Kind | undefined {
  const mark = LINE_MARK.exec(state.doc.lineAt(state.selection.main.head).text)?.[2] ?? ""
  return (Object.keys(IS) as Kind[]).find(kind => IS[kind].test(mark))
}

/** Makes the selected lines all of one kind; when they are so already, plain text again. */
export function setKind(kind: Kind): Command {
  return view => {
    const { state } = view
    const lines = selectedLines(state)
    const marks = lines.map(line => LINE_MARK.exec(line.text) ?? ["", "", ""])
    const isOn = kind !== "text" && marks.every(([, , mark]) => IS[kind].test(mark ?? ""))
    const changes = lines.map((line, index) => {
      const [, space = "", mark = ""] = marks[index] ?? []
      const from = line.from + space.length
      return { from, to: from + mark.length, insert: isOn ? "" : MARKS[kind](index) }
    })
    const set = state.changes(changes)
    view.dispatch({
      changes: set,
      selection: state.selection.map(set, 1),
      userEvent: "input.format",
      scrollIntoView: true,
    })
    return true
  }
}
