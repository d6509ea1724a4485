/** Letters that come into one line, or leave it. */
import type { EditorState } from "@codemirror/state"
import { isEdge, isHead, isOpening, type Line, next, saidIn } from "./lines.ts"
import { rewrite, type Shape, stay } from "./rewrite.ts"
import { added, altered, kept, likewise, type Row, slice, type Words } from "./rows.ts"

const PUNCTUATION = /^[!-/:-@[-`{-~]/
/** An odd number of backslashes. */
const ESCAPING = /(?<!\\)(?:\\\\)*\\$/

/** `insert` in place of `from` to `to` of a line; undefined where nothing else is to be done than that. */
export function edit(
  state: EditorState,
  line: Line,
  { from, to }: { readonly from: number; readonly to: number },
  insert: string,
  isTyped: boolean,
): Shape | undefined {
  const { kind, head, text } = line
  if (kind === "table") return undefined
  if (isEdge(line) && !(isOpening(line) && from >= head)) return stay(line.to)
  if (isOpening(line)) return title(line, from, to, insert)
  if (kind === "atom") return insert.trim() ? beside(state, line, insert, isTyped) : undefined
  if (kind === "code") return undefined
  const [start, end] = whole(state, line, Math.max(from, head), Math.max(to, head), insert)
  const words = [...slice(head, start), ...(insert ? [insert] : []), ...slice(end, line.to)]
  const rest = text.slice(head - line.from, start - line.from) + insert + text.slice(end - line.from)
  const isAsAsked = start === from && end === to
  const isEmptied = !rest.trim() !== !saidIn(line).trim()
  const isAtHead = isHead(line, start) && (!isTyped || start < end)
  if (isAsAsked && !isEmptied && !isAtHead) return undefined
  const row = altered(line, {
    kind: kindOf(line, rest),
    depth: depthOf(state, line),
    words: trimmed(line, rest, words),
    isTyped,
    caret: start - head + insert.length,
  })
  return rewrite(state, line.number, line.number, [row])
}

function kindOf({ kind }: Line, said: string): Line["kind"] {
  if (kind === "blank" && said.trim()) return "text"
  return kind === "text" && !said.trim() ? "blank" : kind
}

/** A line of spaces right under an item goes on with it. */
function depthOf(state: EditorState, line: Line): number {
  const above =
    line.kind === "blank" && line.head > line.from && !line.quote ? next(state, line, -1) : undefined
  return above?.kind === "item" || above?.kind === "text"
    ? above.depth
    : line.kind === "blank"
      ? 0
      : line.depth
}

/** A space at the head of an item would move what belongs to it. */
function trimmed({ kind }: Line, said: string, words: readonly Words[]): readonly Words[] {
  const [first] = words
  const space = kind === "item" ? (/^ */.exec(said)?.[0].length ?? 0) : 0
  if (!space || typeof first !== "object" || first.to - first.from < space) return words
  return [{ from: first.from + space, to: first.to }, ...words.slice(1)]
}

/** With both of a letter and the backslash that keeps it one, where one of them goes. */
function whole(state: EditorState, line: Line, from: number, to: number, insert: string): [number, number] {
  if (insert || to !== from + 1) return [from, to]
  const gone = state.sliceDoc(from, to)
  if (gone === "\\" && PUNCTUATION.test(state.sliceDoc(to, to + 1))) return [from, to + 1]
  const isEscaped = PUNCTUATION.test(gone) && ESCAPING.test(state.sliceDoc(line.from, from))
  return [isEscaped ? from - 1 : from, to]
}

/** The title of a box stands behind its kind. */
function title({ to: end, text, head }: Line, from: number, to: number, insert: string): Shape | undefined {
  if (from !== end || /\s$/.test(text) || !insert.trim()) return undefined
  return { changes: [{ from, to, insert: ` ${insert.trim()}` }], caret: head + 1 + insert.trim().length }
}

/** Under a rule or a page break. */
function beside(state: EditorState, line: Line, insert: string, isTyped: boolean): Shape {
  const row = added({ words: [insert], isTyped, caret: insert.length })
  return rewrite(state, line.number, line.number, [kept(line), row])
}

/** Several lines come in as what stands around them: items of a list, lines of a quotation, paragraphs. */
export function several(
  state: EditorState,
  line: Line,
  from: number,
  to: number,
  insert: string,
): Shape | undefined {
  if (line.kind === "code") return undefined
  const at = Math.max(from, line.head)
  const end = Math.max(at, to)
  const said = insert.replace(/\n+$/, "").split(/\n+/)
  const isAlike = line.kind === "item" || line.quote !== ""
  const first = altered(line, {
    kind: kindOf(line, said[0] ?? ""),
    words: [...slice(line.head, at), said[0] ?? ""],
  })
  const rest = said
    .slice(1)
    .map(words =>
      isAlike
        ? likewise({ ...line, kind: line.kind === "item" ? "item" : "text" }, [words])
        : added({ words: [words], depth: 0 }),
    )
  const rows: Row[] = [first, ...rest]
  const last = rows.at(-1) as Row
  const lastSaid = said.at(-1)?.length ?? 0
  const caret = (rows.length === 1 ? at - line.head : 0) + lastSaid
  const tail = { ...last, words: [...last.words, ...slice(end, line.to)], caret }
  rows[rows.length - 1] = tail
  const all = isAlike
    ? rows
    : rows.flatMap((row, index) => (index > 0 ? [added({ kind: "blank" }), row] : [row]))
  return rewrite(state, line.number, line.number, all)
}
