/** Which neighbours need a blank line between them, for both parsers. */
import { TITLE } from "../preview/paragraphs.ts"
import { type Block, isEdge, quoted } from "./lines.ts"

/** A block with its words. */
export interface Written extends Block {
  readonly said: string
  readonly isBegun: boolean
}

const RULED = /^(?:-+|=+)\s*$/
const isNumbered = ({ marker }: Block) => /\d/.test(marker)
/** Whether words right under it go on with it. */
const isOpen = ({ kind }: Block) => kind === "text" || kind === "item" || kind === "footnote"
const isSilent = ({ said }: Written) => !said.trim()

/** Whether `below` would go on with `above`, or make another block of it, right under it; `sibling` is the item before it. */
export function isParted(above: Written, below: Written, sibling?: Block): boolean {
  if (above.kind === "blank" || below.kind === "blank" || isEdge(above) || isEdge(below)) return false
  if (above.kind === "figure" || below.kind === "figure") return true
  if (above.kind === "code" || below.kind === "code") return false
  if (above.kind === "table") return below.kind !== "table" && below.kind !== "heading"
  if (below.kind === "table") return true
  if (quoted(above) !== quoted(below)) return true
  if (below.kind === "item") return isItemParted(above, below, sibling)
  if (below.kind === "text" && below.isBegun && isOpen(above)) return true
  if (above.kind === "item") return below.kind !== "text" || below.depth < above.depth
  if (above.kind === "footnote" || below.kind === "footnote") return above.kind !== below.kind
  if (above.kind !== "text") return false
  // Dashes or equals signs under a text make a heading of it, and those under cells a table.
  const isRuled = below.kind === "text" && RULED.test(below.said) && !above.said.includes("|")
  return below.kind === "atom" || below.depth < above.depth || isRuled || TITLE.test(above.marker)
}

function isItemParted(above: Written, below: Written, sibling?: Block): boolean {
  if (above.kind === "heading") return false
  if (above.depth === 0) return true
  if (below.depth > above.depth) return above.kind !== "item" || (isSilent(below) && !isSilent(above))
  return sibling !== undefined && isNumbered(sibling) !== isNumbered(below)
}
