/** Backspace at the head of what a line says, and Delete at its end. */
import type { EditorState } from "@codemirror/state"
import { rowOf } from "../text/cells.ts"
import { blanksAt } from "./blank.ts"
import { choose, isObject } from "./chosen.ts"
import { isEdge, type Line, next, saidIn, tailOf } from "./lines.ts"
import { rewrite, type Shape, stay } from "./rewrite.ts"
import { added, altered, here, kept, linesIn, type Row, slice } from "./rows.ts"
import { unboxed } from "./unboxed.ts"
import { leftOf } from "./words.ts"

/** A line that says nothing, in the same quotation as `line` or in none. */
const isGap = (one: Line | undefined, line: Line): one is Line =>
  one?.kind === "blank" && (!one.quote || line.quote !== "")

/** The first line that says something, in one direction, and how many say nothing before it. */
function beyond(state: EditorState, line: Line, way: 1 | -1): { found: Line | undefined; gaps: number } {
  let found = next(state, line, way)
  let gaps = 0
  for (; isGap(found, line); gaps += 1) found = next(state, found, way)
  return { found, gaps }
}

/** One row in place of some lines, with the caret in it. */
const only = (state: EditorState, first: number, last: number, row: Row, at = 0): Shape =>
  rewrite(state, first, last, [here(row, at)])

export function backspace(state: EditorState, line: Line): Shape {
  const { kind, depth, head } = line
  if (kind === "footnote") return stay(head)
  if (kind === "figure") return choose(state, line)
  if (kind === "heading") return become(state, line, { kind: "text" })
  if (kind === "item")
    return become(state, line, depth > 1 ? { depth: depth - 1 } : { kind: "text", depth: 0 })
  const above = next(state, line, -1)
  if (kind === "code")
    return above?.kind === "code" ? join(state, above, line) : (emptied(state, line) ?? stay(head))
  const { found, gaps } = beyond(state, line, -1)
  const empty = blanksAt(state, above).empties.at(-1)
  // An empty paragraph beside the quotation parts it from another one.
  const isQuoteHead = line.quote !== "" && !empty?.quote && (!found?.quote || (gaps > 1 && !above?.quote))
  if (isQuoteHead) return become(state, line, { quote: "" })
  if (!above) return stay(head)
  if (kind === "blank") return blankBackwards(state, line, above, found, gaps)
  if (empty) {
    const left = taken(state, empty)
    return { ...left, caret: head - lost(state, left) }
  }
  if (!found) return stay(head)
  if (found.kind === "open") return unboxed(state, found, line)
  if (found.kind === "start") return stay(head)
  if (found.kind === "atom") return gone(state, found, line)
  if (isObject(found)) return choose(state, found)
  if (found.kind === "table") return stay(endIn(state, found))
  return join(state, found, line)
}

/** An empty paragraph goes. */
function taken(state: EditorState, line: Line): Shape {
  const { lines } = blanksAt(state, line)
  const [first, last] = [lines[0] ?? line, lines.at(-1) ?? line]
  const rows = lines.filter(({ number }) => number !== line.number).map(kept)
  return rewrite(state, first.number, last.number, rows)
}

/** So many letters go. */
const lost = (state: EditorState, { changes }: Shape): number =>
  state.doc.length - state.changes(changes).newLength

/** The empty paragraph beside one in the same blank lines, and what goes of it: nothing of a gap. */
function beside(state: EditorState, line: Line, way: 1 | -1): { other: Line | undefined; left: Shape } {
  const { gap, empties } = blanksAt(state, line)
  const at = empties.findIndex(({ number }) => number === line.number)
  const isGap = gap?.number === line.number
  return { other: isGap ? undefined : empties[at + way], left: isGap ? stay(line.head) : taken(state, line) }
}

function blankBackwards(
  state: EditorState,
  line: Line,
  above: Line,
  found: Line | undefined,
  gaps: number,
): Shape {
  if (found?.kind === "open" && gaps === 0) return unboxed(state, found, line)
  const { other, left } = beside(state, line, -1)
  if (!other && found?.kind === "atom") return gone(state, found, line)
  const target = other ?? found ?? above
  return isObject(target) ? choose(state, target, left.changes) : { ...left, caret: endIn(state, target) }
}

/** Delete at the end of what a line says. */
export function del(state: EditorState, line: Line): Shape {
  const below = next(state, line)
  if (!below) return stay(line.to)
  if (line.kind === "figure") {
    // An empty paragraph between them is neither: it stays.
    const { found } = beyond(state, line, 1)
    const isEmpty = blanksAt(state, below).empties.length > 0
    const isMet = found && !isEmpty && isObject(found) && found.kind !== "close"
    return isMet ? choose(state, found) : stay(tailOf(line))
  }
  if (line.kind === "code") return below.kind === "code" ? join(state, line, below) : stay(line.to)
  const { found } = beyond(state, line, 1)
  if (line.kind === "blank") return blankForwards(state, line, found)
  const empty = blanksAt(state, below).empties[0]
  if (empty) return { ...taken(state, empty), caret: line.to }
  if (!found) return stay(line.to)
  if (found.kind === "close" || found.kind === "footnote") return stay(line.to)
  if (found.kind === "atom") return { ...gone(state, found, line), caret: line.to }
  if (isObject(found)) return choose(state, found)
  if (found.kind === "table") return stay(startIn(state, found))
  return join(state, line, found)
}

function blankForwards(state: EditorState, line: Line, found: Line | undefined): Shape {
  const { other, left } = beside(state, line, 1)
  const target = other ?? found
  if (!target || target.kind === "close") return stay(line.to)
  const moved = lost(state, left)
  if (isObject(target)) return choose(state, target, left.changes, moved)
  return { ...left, caret: startIn(state, target) - moved }
}

/** The line as another block. */
export function become(state: EditorState, line: Line, block: Partial<Row>): Shape {
  const said = saidIn(line)
  const isPlace = (block.kind ?? line.kind) !== "item" && !said.trim()
  const kind = isPlace ? "blank" : (block.kind ?? line.kind)
  return only(state, line.number, line.number, altered(line, { ...block, kind, isPlace }))
}

/** The words of `below` go on behind those of `above`, which stays what it is. */
export function join(state: EditorState, above: Line, below: Line): Shape {
  // A space at the head of an item would move what belongs to it.
  const space = above.head === above.to ? (/^\s*/.exec(saidIn(below))?.[0].length ?? 0) : 0
  const kind = above.kind === "blank" && saidIn(below) ? "text" : above.kind
  const [within, gone] = [
    { from: above.head, to: below.to },
    { from: above.to, to: below.head + space },
  ]
  const { words, caret } =
    above.kind === "code"
      ? {
          words: [...slice(above.head, above.to), ...slice(below.head, below.to)],
          caret: above.to - above.head,
        }
      : leftOf(state, within, gone, "")
  return only(state, above.number, below.number, altered(above, { kind, words }), caret)
}

/** A break or a rule goes. */
function gone(state: EditorState, atom: Line, line: Line): Shape {
  const [first, last] = [Math.min(atom.number, line.number), Math.max(atom.number, line.number)]
  const rows = linesIn(state, first, last)
    .filter(({ number }) => number !== atom.number)
    .map(one => (one.number === line.number ? here(kept(one)) : kept(one)))
  return rewrite(state, first, last, rows)
}

/** Empty code goes when its only line does. */
function emptied(state: EditorState, line: Line): Shape | undefined {
  const [above, below] = [next(state, line, -1), next(state, line)]
  const isAlone = above?.kind === "start" && below?.kind === "end" && !saidIn(line).trim()
  if (!isAlone) return undefined
  return only(state, above.number, below.number, added({ kind: "blank" }))
}

/** The end of what an object or a line says last. */
function endIn(state: EditorState, line: Line): number {
  if (line.kind === "table") return rowOf(line.text, line.from).cells.at(-1)?.to ?? line.to
  if (line.kind === "close" || line.kind === "end") return endIn(state, next(state, line, -1) ?? line)
  return tailOf(line)
}

/** The place where an object or a line begins to say something. */
export function startIn(state: EditorState, line: Line): number {
  if (line.kind === "table") return rowOf(line.text, line.from).cells[0]?.from ?? line.from
  if (line.kind === "open" || line.kind === "start") return startIn(state, next(state, line) ?? line)
  return isEdge(line) ? line.to : line.head
}
