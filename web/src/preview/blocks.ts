/** The blocks of a whole text, from its tree as it lies: a node for each would cost more than the key. */
import { Tree, type TreeBuffer } from "@lezer/common"

export interface Block {
  readonly from: number
  readonly to: number
}

export interface Blocks {
  readonly tables: readonly Block[]
  /** Paragraphs that begin with a picture. */
  readonly pictures: readonly Block[]
}

const known = new WeakMap<Tree, Blocks>()

/** Those right under the document. */
export function blocksOf(document: Tree): Blocks {
  const found = known.get(document)
  if (found) return found
  const tables: Block[] = []
  const pictures: Block[] = []
  const look = ({ children, positions }: Tree, start: number) => {
    for (let index = 0; index < children.length; index += 1) {
      const child = children[index]
      if (!(child instanceof Tree)) continue
      const from = start + (positions[index] ?? 0)
      if (child.type.isAnonymous) look(child, from)
      else if (child.type.name === "Table") tables.push({ from, to: from + child.length })
      else if (child.type.name === "Paragraph" && firstIn(child) === "Image")
        pictures.push({ from, to: from + child.length })
    }
  }
  look(document, 0)
  const blocks = { tables, pictures }
  known.set(document, blocks)
  return blocks
}

function firstIn(tree: Tree | TreeBuffer | undefined): string | undefined {
  if (!tree) return undefined
  if (!(tree instanceof Tree)) return tree.set.types[tree.buffer[0] ?? 0]?.name
  const [first] = tree.children
  return first instanceof Tree && !first.type.isAnonymous ? first.type.name : firstIn(first)
}
