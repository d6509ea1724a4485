/** Boxes of a text: pairs of fences, from `::: retenir` to `:::`. */
import type { EditorState } from "@codemirror/state"
import type { Tree } from "@lezer/common"
import { type Block, blocksOf, type Kept } from "./blocks.ts"

export const BOXES = ["retenir", "chiffres", "langage", "vigilance", "riposte", "contexte"] as const
export type BoxName = (typeof BOXES)[number]
const isName = (name: string): name is BoxName => (BOXES as readonly string[]).includes(name)

/** The signs of a fence of code, up to the title of a chart. */
export const FENCE = /^\s*(?:`{3,}|~{3,})\s*[^\s`]*\s*/
/** The signs of a fence, and the kind of the box that it begins; one that ends a box has none. */
export const SIGNS = /^:+\s*(\S*)\s*/

/** A box, from the first sign of its first fence to the last one of the other. */
export interface Box extends Block {
  readonly name: BoxName
}

/** The kind of the box that a fence begins, cached by tree. */
const begun = new WeakMap<Tree, string>()

function begunBy({ from, to, tree }: Kept, state: EditorState): string {
  const kind = begun.get(tree) ?? SIGNS.exec(state.sliceDoc(from, to))?.[1] ?? ""
  begun.set(tree, kind)
  return kind
}

/** The boxes of a text, in order; a fence without its other half makes none. */
const paired = new WeakMap<Tree, readonly Box[]>()

export function boxesOf(state: EditorState, document: Tree): readonly Box[] {
  const known = paired.get(document)
  if (known) return known
  const boxes: Box[] = []
  let open: { readonly from: number; readonly name: BoxName } | undefined
  for (const fence of blocksOf(document).fences) {
    const name = begunBy(fence, state)
    if (!open && isName(name)) open = { from: fence.from, name }
    else if (open && !name) {
      boxes.push({ ...open, to: fence.to })
      open = undefined
    }
  }
  paired.set(document, boxes)
  return boxes
}
