/** What the toolbar and the shortcuts do to the selection: inline marks and the kind of a line. */
import { EditorSelection, type EditorState, type Line } from "@codemirror/state"
import type { EditorView } from "@codemirror/view"

export type Command = (view: EditorView) => boolean

/** Puts `mark` around the selection (or the word at the caret), or takes it away where it is. */
export function wrap(mark: string): Command {
  return view => {
    const { state } = view
    const size = mark.length
    const change = state.changeByRange(range => {
      const word = range.empty ? (state.wordAt(range.head) ?? range) : range
      // `**` also ends with `*`: a single mark is only taken off when it stands alone, or in `***`.
      const before = trailing(state.sliceDoc(Math.max(0, word.from - 3), word.from), mark)
      const after = leading(state.sliceDoc(word.to, word.to + 3), mark)
      const isOn = has(before, size) && has(after, size)
      if (isOn)
        return {
          changes: [
            { from: word.from - size, to: word.from },
            { from: word.to, to: word.to + size },
          ],
          range: EditorSelection.range(range.anchor - size, range.head - size),
        }
      return {
        changes: [
          { from: word.from, insert: mark },
          { from: word.to, insert: mark },
        ],
        range: EditorSelection.range(range.anchor + size, range.head + size),
      }
    })
    view.dispatch(state.update(change, { userEvent: "input.format", scrollIntoView: true }))
    return true
  }
}

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
  const all = [...lines.values()]
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

/** What the line of the caret is. */
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
