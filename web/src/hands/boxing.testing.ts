/** Which blocks of a model come into a box together, read from the text: apart from what the editor does. */
import type { Block, Place } from "./blocks.testing.ts"
import { isCode, isItem, isOfBox, isPlain, isWithin, levelOf, otherThan, quote } from "./blocks.testing.ts"
import type { Read } from "./reader.testing.ts"

interface Chosen {
  readonly first: number
  readonly last: number
}

const isEmpty = ({ kind, text, told }: Block) => /^(q\/)?p$/.test(kind) && !text && !told

/** Whether a block goes on with the one above, so that none of them comes into a box alone. */
function isGoingOn(blocks: readonly Block[], reads: readonly Read[], source: string, index: number): boolean {
  const [above, own] = [blocks[index - 1], blocks[index]]
  if (!above || !own || above.box !== own.box || above.within !== own.within) return false
  if (own.kind === "atom" || above.kind === "atom") return false
  if (own.isOn || own.told) return true
  if (isCode(own.kind)) return isCode(above.kind) && above.object === own.object
  if (quote(own.kind)) {
    // Each line between them begins with the sign.
    const [from, to] = [reads[index - 1]?.to ?? 0, reads[index]?.from ?? 0]
    const lines = [...source.matchAll(/\n/g)].filter(({ index: at }) => at >= from && at < to)
    return quote(above.kind) !== "" && lines.every(({ index: at }) => source[at + 1] === ">")
  }
  if (!isWithin(own.kind) && !(isItem(own.kind) && levelOf(own.kind) > 0)) return false
  return blocks.slice(0, index).some(one => isItem(one.kind))
}

/** The whole blocks that a selection touches, without what stays outside of boxes; a word where it is refused, undefined where nothing is. */
export function chosenFor(
  blocks: readonly Block[],
  reads: readonly Read[],
  source: string,
  from: Place,
  to: Place,
): Chosen | "refused" | undefined {
  const isOn = (index: number) => isGoingOn(blocks, reads, source, index)
  const isBefore = to.block > from.block && to.at === 0 && blocks[to.block]?.kind !== "figure"
  let [first, last] = [from.block, isBefore ? to.block - 1 : to.block]
  const isHeld = (index: number): boolean =>
    isOn(index) || (isEmptyAt(index) && isHeld(index + 1) && !blocks[index + 1]?.told)
  const isEmptyAt = (index: number) => blocks[index] !== undefined && isEmpty(blocks[index] as Block)
  while (first < last && isEmptyAt(first) && !isHeld(first)) first += 1
  while (last > first && isEmptyAt(last) && !isHeld(last)) last -= 1
  while (first > 0 && isHeld(first)) first -= 1
  while (isHeld(last + 1)) last += 1
  const isBreak = (index: number) => {
    const at = reads[index]?.to ?? 0
    return blocks[index]?.kind === "atom" && source.slice(0, at).endsWith("\\newpage")
  }
  const isNote = (index: number) => blocks[index]?.kind === "note"
  const isOut = (index: number) => isEmptyAt(index) || isBreak(index) || isNote(index)
  const [begin, end] = [first, last]
  while (first <= last && isOut(first)) {
    first += 1
    while (first <= last && isHeld(first)) first += 1
  }
  for (let at = last; at >= first; at -= 1) {
    if (isHeld(at)) continue
    if (!isOut(at)) break
    last = at - 1
  }
  const isAny = (is: (index: number) => boolean, one: number, other: number) =>
    blocks.some((_, index) => index >= one && index <= other && is(index))
  if (first > last) return isAny(index => !isEmptyAt(index), begin, end) ? "refused" : undefined
  const isBoxed = (index: number) => blocks[index]?.box !== ""
  return isAny(index => isBoxed(index) || isNote(index) || isBreak(index), first, last)
    ? "refused"
    : { first, last }
}

/** The box that holds both places. */
export const boxOfBoth = (blocks: readonly Block[], from: Place, to: Place): boolean => {
  const [one, other] = [blocks[from.block], blocks[to.block]]
  return one !== undefined && other !== undefined && isOfBox(one, other)
}

const inBoxOf = (blocks: readonly Block[], own: Block) => blocks.filter(one => isOfBox(own, one))

export function takenOff(blocks: readonly Block[], own: Block): void {
  for (const one of inBoxOf(blocks, own))
    Object.assign(one, { box: "", within: 0, ...(isPlain(one) ? { object: 0 } : {}) })
}

export function turned(blocks: readonly Block[], own: Block, kind: string): void {
  for (const one of inBoxOf(blocks, own)) one.box = kind
}

export function wrapped(blocks: readonly Block[], first: number, last: number, kind: string): void {
  const within = Math.max(0, ...blocks.map(one => one.within)) + 1
  const object = otherThan(blocks)
  for (const one of blocks.slice(first, last + 1))
    Object.assign(one, { box: kind, within, ...(isPlain(one) ? { object } : {}) })
}
