/** Decorations of boxes, from `::: retenir` to `:::`: line by line, with titles for fences without the caret. */
import { syntaxTree } from "@codemirror/language"
import type { EditorState, Range } from "@codemirror/state"
import { Decoration } from "@codemirror/view"
import type { Tree } from "@lezer/common"
import { type Key, t } from "../words.ts"
import { blocksOf, type Kept } from "./blocks.ts"

const NAMES: Record<string, Key> = {
  retenir: "blocks.retenir",
  chiffres: "blocks.figures",
  langage: "blocks.langage",
  vigilance: "blocks.vigilance",
  riposte: "blocks.riposte",
  contexte: "blocks.contexte",
}
/** The signs of a fence, and the kind of the box that it begins; one that ends a box has none. */
const FENCE = /^:+\s*(\S*)\s*/
const hidden = Decoration.replace({})

/** The kind of the box that a fence begins, cached by tree. */
const begun = new WeakMap<Tree, string>()

function begunBy({ from, to, tree }: Kept, state: EditorState): string {
  const kind = begun.get(tree) ?? FENCE.exec(state.sliceDoc(from, to))?.[1] ?? ""
  begun.set(tree, kind)
  return kind
}

/** Paints what lies between `from` and `to`; `isTouched` tells whether the caret is on a line. */
export function paintBoxes(
  state: EditorState,
  from: number,
  to: number,
  isTouched: (at: number) => boolean,
  out: Range<Decoration>[],
): void {
  const { doc } = state
  let kind = ""
  let top = 0
  for (const fence of blocksOf(syntaxTree(state)).fences) {
    const name = begunBy(fence, state)
    if (!kind && NAMES[name]) [kind, top] = [name, fence.from]
    else if (kind && !name) {
      if (fence.to >= from) paint(kind, top, fence.to)
      kind = ""
    }
    if (!kind && fence.from > to) return
  }

  function paint(name: string, start: number, end: number): void {
    const [first, last] = [doc.lineAt(start).number, doc.lineAt(end).number]
    for (let n = Math.max(first, doc.lineAt(from).number); n <= last && doc.line(n).from <= to; n += 1) {
      const row = doc.line(n)
      const isFence = (n === first || n === last) && !isTouched(row.from)
      const signs = n === first ? (FENCE.exec(row.text)?.[0].length ?? 0) : row.length
      const isUnnamed = n === first && signs === row.length
      const place = n === first ? " lp-top" : n === last ? " lp-end" : ""
      const attributes = isFence && isUnnamed && NAMES[name] ? { "data-label": t(NAMES[name]) } : {}
      out.push(Decoration.line({ class: `lp-box lp-${name}${place}`, attributes }).range(row.from))
      if (isFence && signs > 0) out.push(hidden.range(row.from, row.from + signs))
    }
  }
}
