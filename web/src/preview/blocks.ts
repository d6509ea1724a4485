/** The top-level blocks of a text, from the syntax tree without node objects, which would cost more than the key. */
import { Tree, type TreeBuffer } from "@lezer/common"

export interface Block {
  readonly from: number
  readonly to: number
}

export interface Kept extends Block {
  /** The same for as long as its letters are. */
  readonly tree: Tree
}

export interface Blocks {
  readonly tables: readonly Block[]
  /** Text between two code fences. */
  readonly codes: readonly Kept[]
  /** Paragraphs with a picture. */
  readonly pictures: readonly Block[]
  /** Start and end of the boxes. */
  readonly fences: readonly Kept[]
}

const known = new WeakMap<Tree, Blocks>()

/** Those right under the document. */
export function blocksOf(document: Tree): Blocks {
  const found = known.get(document)
  if (found) return found
  const tables: Block[] = []
  const codes: Kept[] = []
  const pictures: Block[] = []
  const fences: Kept[] = []
  const look = ({ children, positions }: Tree, start: number) => {
    for (let index = 0; index < children.length; index += 1) {
      const tree = children[index]
      if (!(tree instanceof Tree)) continue
      const from = start + (positions[index] ?? 0)
      switch (tree.type.name) {
        // A branch that only holds many together has no name.
        case "":
          look(tree, from)
          break
        case "Paragraph":
          if (hasImage(tree)) pictures.push({ from, to: from + tree.length })
          break
        case "Table":
          tables.push({ from, to: from + tree.length })
          break
        case "FencedCode":
          codes.push({ from, to: from + tree.length, tree })
          break
        case "CalloutFence":
          fences.push({ from, to: from + tree.length, tree })
          break
        default:
      }
    }
  }
  look(document, 0)
  const blocks = { tables, codes, pictures, fences }
  known.set(document, blocks)
  return blocks
}

/** Whether a picture stands in a paragraph, in no other mark. */
const hasImage = ({ children }: Tree): boolean =>
  children.some(one =>
    one instanceof Tree
      ? one.type.name === "Image" || (one.type.isAnonymous && hasImage(one))
      : hasBuffered(one),
  )

/** A buffer holds four numbers a node: its type first, and in the end the index behind what is in it. */
function hasBuffered({ buffer, set }: TreeBuffer): boolean {
  for (let at = 0; at < buffer.length; at = buffer[at + 3] ?? buffer.length)
    if (set.types[buffer[at] ?? 0]?.name === "Image") return true
  return false
}
