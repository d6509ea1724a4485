/** Inline marks, which nobody sees: pairs around bold words and links, calls of footnotes, backslashes. */
import type { EditorState } from "@codemirror/state"
import type { SyntaxNode } from "@lezer/common"
import { treeTo } from "../preview/tree.ts"
import { imageIn, isFigure } from "../text/figures.ts"
import { isInline } from "../text/links.ts"

export interface Range {
  readonly from: number
  readonly to: number
}

/** Two marks with words between them. */
export interface Pair {
  readonly open: Range
  readonly close: Range
  /** CommonMark asks for a letter beside marks of emphasis. */
  readonly kind: "emphasis" | "code" | "link"
}

export interface Marks {
  readonly pairs: readonly Pair[]
  /** What goes as one: the call of a footnote, a picture among words, a letter with its backslash. */
  readonly whole: readonly Range[]
  /** All that is hidden, in order; neighbours are one. */
  readonly hidden: readonly Range[]
}

const PAIRED = new Set(["StrongEmphasis", "Emphasis", "Strikethrough", "InlineCode", "Autolink"])

function pairOf(node: SyntaxNode): Pair | undefined {
  const { firstChild: open, lastChild: close } = node
  if (!open || !close || open.from === close.from) return undefined
  if (node.name !== "Link")
    return {
      open,
      close,
      kind: node.name === "InlineCode" ? "code" : node.name === "Autolink" ? "link" : "emphasis",
    }
  const end = node.getChildren("LinkMark")[1]
  if (!end || !(isInline(node) || node.getChild("LinkLabel"))) return undefined
  return { open, close: { from: end.from, to: node.to }, kind: "link" }
}

const CALL = /\[\^[^\]\s]+\]/g

/** Calls of footnotes, whose number is drawn over all their signs; to the parser, one behind brackets is part of a link. */
function callsIn(state: EditorState, node: SyntaxNode): Range[] {
  const label = node.getChild("LinkLabel")
  const isCall = [node.from, label?.from ?? node.from].some(at => state.sliceDoc(at, at + 2) === "[^")
  if (!isCall || node.getChild("URL")) return []
  return Array.from(state.sliceDoc(node.from, node.to).matchAll(CALL), ({ 0: sign, index }) => ({
    from: node.from + index,
    to: node.from + index + sign.length,
  }))
}

/** All of the picture that begins at `at`: of a figure, its line. */
export function pictureAt(state: EditorState, at: number): Range | undefined {
  const line = state.doc.lineAt(at)
  const { node } = treeTo(state, line.to).resolveInner(Math.max(at, line.from), 1)
  const image = node.name === "Image" ? node : node.parent
  if (image?.name !== "Image") return undefined
  return isFigure(state, image) ? { from: line.from, to: line.to } : imageIn(state, image)
}

/** The marks from one place to another, and those around them. */
export function marksIn(state: EditorState, from: number, to: number): Marks {
  const pairs: Pair[] = []
  const whole: Range[] = []
  const hidden: Range[] = []
  treeTo(state, to).iterate({
    from,
    to,
    enter({ name, node }) {
      const calls = name === "Link" ? callsIn(state, node) : []
      whole.push(...calls)
      if (calls.length > 0) return false
      const image = name === "Image" ? imageIn(state, node) : undefined
      if (image) {
        whole.push(image)
        return false
      }
      if (name === "Escape") {
        whole.push({ from: node.from, to: node.to })
        hidden.push({ from: node.from, to: node.from + 1 })
        return false
      }
      const pair = PAIRED.has(name) || name === "Link" ? pairOf(node) : undefined
      if (pair) {
        pairs.push(pair)
        hidden.push(pair.open, pair.close)
      }
      return name !== "InlineCode"
    },
  })
  return { pairs, whole, hidden: merged(hidden) }
}

function merged(all: Range[]): Range[] {
  const out: Range[] = []
  for (const { from, to } of all.sort((one, other) => one.from - other.from || one.to - other.to)) {
    const last = out.at(-1)
    if (last && from <= last.to) out[out.length - 1] = { from: last.from, to: Math.max(last.to, to) }
    else out.push({ from, to })
  }
  return out
}

export const isOver = (one: Range, { from, to }: Range): boolean => one.from < to && one.to > from

/** Where the words of a line begin behind the marks that open with it. */
export function headOf(
  state: EditorState,
  { head, to }: { readonly head: number; readonly to: number },
): number {
  const { pairs } = marksIn(state, head, to)
  let at = head
  for (let found = true; found; ) {
    const pair = pairs.find(({ open }) => open.from === at)
    at = pair?.open.to ?? at
    found = pair !== undefined
  }
  return at
}

/** Where the words of a line end before the marks that close with it. */
export function endOf(
  state: EditorState,
  { head, to }: { readonly head: number; readonly to: number },
): number {
  const { pairs } = marksIn(state, head, to)
  let at = to
  for (let found = true; found; ) {
    const pair = pairs.find(({ close }) => close.to === at)
    at = pair?.close.from ?? at
    found = pair !== undefined
  }
  return at
}
