/** The blocks of a whole text, from its tree as it lies: a node for each would cost more than the key. */
import { Tree, type TreeBuffer } from "@lezer/common"

export interface Block {
  readonly from: number
  readonly to: number
}

export interface Fence extends Block {
  /** The same for as long as its letters are. */
  readonly tree: Tree
}

export interface Blocks {
  readonly tables: readonly Block[]
  /** What stands between two fences of code. */
  readonly codes: readonly Block[]
  /** Paragraphs that begin with a picture. */
  readonly pictures: readonly Block[]
  /** Where boxes begin and end. */
  readonly fences: readonly Fence[]
}

/** By branch, with places from its own start: the parser hands most branches on from one text to the next. */
const known = new WeakMap<Tree, Blocks>()

/** Those right under the document. */
export function blocksOf(branch: Tree): Blocks {
  const found = known.get(branch)
  if (found) return found
  const tables: Block[] = []
  const codes: Block[] = []
  const pictures: Block[] = []
  const fences: Fence[] = []
  for (let index = 0; index < branch.children.length; index += 1) {
    const child = branch.children[index]
    if (!(child instanceof Tree)) continue
    const from = branch.positions[index] ?? 0
    const place = { from, to: from + child.length }
    if (child.type.isAnonymous) {
      const inner = blocksOf(child)
      for (const one of inner.tables) tables.push(moved(one, from))
      for (const one of inner.codes) codes.push(moved(one, from))
      for (const one of inner.pictures) pictures.push(moved(one, from))
      for (const one of inner.fences) fences.push({ ...moved(one, from), tree: one.tree })
    } else if (child.type.name === "Table") tables.push(place)
    else if (child.type.name === "FencedCode") codes.push(place)
    else if (child.type.name === "CalloutFence") fences.push({ ...place, tree: child })
    else if (child.type.name === "Paragraph" && firstIn(child) === "Image") pictures.push(place)
  }
  const blocks = { tables, codes, pictures, fences }
  known.set(branch, blocks)
  return blocks
}

const moved = ({ from, to }: Block, by: number): Block => ({ from: from + by, to: to + by })

function firstIn(tree: Tree | TreeBuffer | undefined): string | undefined {
  if (!tree) return undefined
  if (!(tree instanceof Tree)) return tree.set.types[tree.buffer[0] ?? 0]?.name
  const [first] = tree.children
  return first instanceof Tree && !first.type.isAnonymous ? first.type.name : firstIn(first)
}
