/** Backspace at the head of what a line says, and Delete at its end. */
import type { EditorState } from "@codemirror/state"
import { rowOf } from "../text/cells.ts"
import { choose, isObject } from "./chosen.ts"
import { isEdge, type Line, next, saidIn, tailOf } from "./lines.ts"
import { rewrite, type Shape, stay } from "./rewrite.ts"
import { added, altered, here, kept, linesIn, type Row, slice } from "./rows.ts"
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
  const { kind, depth, number, head } = line
  if (kind === "footnote") return stay(head)
  if (kind === "figure") return choose(state, line)
  if (kind === "heading") return become(state, line, { kind: "text" })
  if (kind === "item")
    return become(state, line, depth > 1 ? { depth: depth - 1 } : { kind: "text", depth: 0 })
  const above = next(state, line, -1)
  if (kind === "code")
    return above?.kind === "code" ? join(state, above, line) : (emptied(state, line, "start") ?? stay(head))
  const { found, gaps } = beyond(state, line, -1)
  // An empty paragraph beside the quotation parts it from another one.
  const isQuoteHead = line.quote !== "" && (!found?.quote || (gaps > 1 && !above?.quote))
  if (isQuoteHead) return become(state, line, { quote: "" })
  if (!above) return stay(head)
  if (kind === "blank") return blankBackwards(state, line, found, gaps)
  // One blank line parts two blocks, each one more is a paragraph that says nothing.
  if (gaps > 1 || !found) return only(state, number - 1, number, kept(line))
  if (found.kind === "open" || found.kind === "start") return stay(head)
  if (found.kind === "atom") return gone(state, found, line)
  if (isObject(found)) return choose(state, found)
  if (found.kind === "table") return stay(endIn(state, found))
  return join(state, found, line)
}

function blankBackwards(state: EditorState, line: Line, found: Line | undefined, gaps: number): Shape {
  const below = next(state, line)
  const isFree = gaps > 0 || !below || below.kind === "blank" || isEdge(below)
  if (found?.kind === "open" && gaps === 0) return emptied(state, line, "open") ?? stay(line.head)
  if (found?.kind === "atom" && gaps < 2) return gone(state, found, line)
  const above = next(state, line, -1)
  if (!above) return stay(line.head)
  if (!isFree)
    return found && isObject(found) ? choose(state, found) : stay(found ? endIn(state, found) : line.head)
  if (gaps > 1 || !found) return { ...only(state, above.number, line.number, kept(above)), caret: above.head }
  // The blank line before an empty paragraph goes with it, unless it parts what is left.
  const first = gaps === 1 && (!below || below.kind === "blank") ? found : above
  const left = only(state, first.number, line.number, kept(first))
  return isObject(found) ? choose(state, found, left.changes) : { ...left, caret: endIn(state, found) }
}

/** Delete at the end of what a line says. */
export function del(state: EditorState, line: Line): Shape {
  const below = next(state, line)
  if (!below) return stay(line.to)
  if (line.kind === "figure") {
    // An empty paragraph between them is neither: it stays.
    const { found, gaps } = beyond(state, line, 1)
    const isMet = found && gaps < 2 && isObject(found) && found.kind !== "close"
    return isMet ? choose(state, found) : stay(tailOf(line))
  }
  if (line.kind === "code") return below.kind === "code" ? join(state, line, below) : stay(line.to)
  const { found, gaps } = beyond(state, line, 1)
  if (line.kind === "blank") return blankForwards(state, line, below, found, gaps)
  if (gaps > 1 || !found) {
    return { ...only(state, line.number, line.number + 1, kept(line)), caret: line.to }
  }
  if (found.kind === "close" || found.kind === "footnote") return stay(line.to)
  if (found.kind === "atom") return { ...gone(state, found, line), caret: line.to }
  if (isObject(found)) return choose(state, found)
  if (found.kind === "table") return stay(startIn(state, found))
  return join(state, line, found)
}

function blankForwards(
  state: EditorState,
  line: Line,
  below: Line,
  found: Line | undefined,
  gaps: number,
): Shape {
  const above = next(state, line, -1)
  if (below.kind === "close") return stay(line.to)
  const isFree = !above || above.kind === "blank" || below.kind === "blank" || isEdge(above) || isEdge(below)
  if (!isFree)
    return found && isObject(found) ? choose(state, found) : stay(found ? startIn(state, found) : line.to)
  const left = only(state, line.number, line.number + 1, kept(below))
  // The line that goes stands before it.
  return found && gaps < 2 && isObject(found)
    ? choose(state, found, left.changes, below.from - line.from)
    : left
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

/** A break or a rule goes, with the blank line that parted it. */
function gone(state: EditorState, atom: Line, line: Line): Shape {
  const [first, last] = [Math.min(atom.number, line.number), Math.max(atom.number, line.number)]
  const row = here(kept(line))
  const between = linesIn(state, first, last).filter(
    ({ number }) => number !== atom.number && number !== line.number,
  )
  const before = next(state, atom, -1)
  const gap = before && before.kind !== "blank" ? between.slice(0, 1).map(kept) : []
  return rewrite(state, first, last, atom.number < line.number ? [...gap, row] : [row, ...gap])
}

/** An empty object goes when its only line does. */
function emptied(state: EditorState, line: Line, kind: "open" | "start"): Shape | undefined {
  const [above, below] = [next(state, line, -1), next(state, line)]
  const isAlone =
    above?.kind === kind && (below?.kind === "close" || below?.kind === "end") && !saidIn(line).trim()
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
