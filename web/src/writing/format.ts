/** Inline marks around the selection. Part, loaded late. */
import { EditorSelection, type EditorState } from "@codemirror/state"
import type { EditorView } from "@codemirror/view"
import type { Command } from "../hands/command.ts"
import { lineOf } from "../hands/lines.ts"
import { isStoring, store, storedIn } from "../hands/stored.ts"
import { cellsOf } from "../preview/tables.ts"

/** Puts `mark` around the selection (or the word at the caret), or takes it away where it is. */
export function wrap(mark: string): Command {
  return view => {
    const { state } = view
    const size = mark.length
    if (storesMark(view, mark)) return true
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

/** Beside a word, the mark waits for what is typed next; asked for again, it waits no longer. */
function storesMark(view: EditorView, mark: string): boolean {
  const { state } = view
  const { head, empty } = state.selection.main
  if (!isStoring(state) || !empty || state.selection.ranges.length > 1) return false
  const value = storedIn(state, head)
  const isEnd = has(leading(state.sliceDoc(head, head + 3), mark), mark.length) && isSaid(state, head, mark)
  if (!value && (isEnd || isInWord(state, head))) return false
  const marks = value?.marks ?? []
  const isOn = marks.includes(mark)
  const next = isOn ? marks.filter(one => one !== mark) : [...marks, mark]
  const left = value?.isGoingOn || next.length === 0 ? null : { at: head, marks: next, isGoingOn: false }
  view.dispatch({ effects: store.of(left) })
  return true
}

function isInWord(state: EditorState, at: number): boolean {
  const word = state.wordAt(at)
  return word !== null && word.from < at && at < word.to
}

const STRESSED = /^([\s*]*)(.*?)[\s*]*$/
const STRUCK = /^([\s~]*)(.*?)[\s~]*$/
const SPACED = /^(\s*)(.*?)\s*$/

interface Piece {
  readonly from: number
  readonly to: number
}

/** Ranges that marks may enclose: the words of each selected line, or of each cell in a table. */
export function pieces(state: EditorState, chosen: Piece, mark: string): Piece[] {
  const found: Piece[] = []
  for (let at = chosen.from; at <= chosen.to; ) {
    const line = state.doc.lineAt(at)
    for (const piece of cellsOf(state, line) ?? [{ from: lineOf(state, at).head, to: line.to }]) {
      const from = Math.max(piece.from, chosen.from)
      const text = state.sliceDoc(from, Math.max(from, Math.min(piece.to, chosen.to)))
      // Marks that are there already stand around it; a link may hold whole ones.
      const isWhole = !mark && (text.match(/\*+/g)?.length ?? 0) % 2 === 0
      const edges = isWhole ? SPACED : mark.startsWith("~") ? STRUCK : STRESSED
      const [, before = "", words = ""] = edges.exec(text) ?? []
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
