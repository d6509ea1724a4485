/** Rows of a chart in a model of a note: a label and a value, which no gesture joins. */
import { type Block, boxOf, isRow, type Place, saysNothing } from "./blocks.testing.ts"

/** Rows stay apart; one that says nothing goes. */
export function joined(blocks: Block[], block: number): Place | undefined {
  const [own, next] = [blocks[block], blocks[block + 1]]
  if (!own || !next) return undefined
  const gone = saysNothing(next) ? block + 1 : saysNothing(own) ? block : undefined
  if (gone === undefined) return undefined
  blocks.splice(gone, 1)
  return { block, at: gone === block ? 0 : own.text.length }
}

/** On to the cell below, or out of the chart by a last row that says nothing; else a row comes. */
export function entered(blocks: Block[], { block, at }: Place, isLine: boolean): Place {
  const own = blocks[block] as Block
  const isOwn = (other: Block | undefined): other is Block => other?.object === own.object
  const below = blocks[block + 1]
  const hasBelow = isOwn(below) && isRow(below)
  if (hasBelow && !isLine) {
    const cut = below.text.lastIndexOf(";")
    return { block: block + 1, at: at > own.text.lastIndexOf(";") ? below.text.length : cut }
  }
  if (!hasBelow && saysNothing(own) && isOwn(blocks[block - 1])) {
    const last = blocks.findLastIndex(isOwn)
    blocks.splice(last + 1, 0, { ...boxOf(blocks, own), kind: "p", text: "" })
    blocks.splice(block, 1)
    return { block: last, at: 0 }
  }
  const isAbove = isLine && at === 0 && !saysNothing(own)
  const row = isAbove ? block : block + 1
  blocks.splice(row, 0, { ...own, text: ";" })
  return { block: row, at: 0 }
}

/** Rows beside the one of the caret, or in place of one that says nothing. */
export function pasted(blocks: Block[], { block, at }: Place, rows: readonly string[]): void {
  const own = blocks[block] as Block
  const made = rows.map(text => ({ ...own, text }))
  if (!saysNothing(own)) blocks.splice(at > 0 ? block + 1 : block, 0, ...made)
  else blocks.splice(block, 1, ...made)
}
