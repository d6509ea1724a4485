/** Decorations of boxes, from `::: retenir` to `:::`: line by line, with titles for fences without the caret. */
import type { EditorState, Range } from "@codemirror/state"
import { Decoration } from "@codemirror/view"
import type { Tree } from "@lezer/common"
import { type Key, t } from "../words.ts"
import { type BoxName, boxesOf, SIGNS } from "./fences.ts"

export const NAMES: Record<BoxName, Key> = {
  retenir: "blocks.retenir",
  chiffres: "blocks.figures",
  langage: "blocks.langage",
  vigilance: "blocks.vigilance",
  riposte: "blocks.riposte",
  contexte: "blocks.contexte",
}
const hidden = Decoration.replace({})

/** Paints what lies between `from` and `to`. */
export function paintBoxes(
  state: EditorState,
  tree: Tree,
  from: number,
  to: number,
  out: Range<Decoration>[],
): void {
  const { doc } = state
  for (const box of boxesOf(state, tree)) {
    if (box.from > to) return
    if (box.to >= from) paint(box.name, box.from, box.to)
  }

  function paint(name: BoxName, start: number, end: number): void {
    const [first, last] = [doc.lineAt(start).number, doc.lineAt(end).number]
    for (let n = Math.max(first, doc.lineAt(from).number); n <= last && doc.line(n).from <= to; n += 1) {
      const row = doc.line(n)
      const isFence = n === first || n === last
      const signs = n === first ? (SIGNS.exec(row.text)?.[0].length ?? 0) : row.length
      const isUnnamed = n === first && signs === row.length
      const place = n === first ? " lp-top" : n === last ? " lp-end" : ""
      const attributes = isFence && isUnnamed ? { "data-label": t(NAMES[name]) } : {}
      out.push(Decoration.line({ class: `lp-box lp-${name}${place}`, attributes }).range(row.from))
      if (isFence && signs > 0) out.push(hidden.range(row.from, row.from + signs))
    }
  }
}
