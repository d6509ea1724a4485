/** Positions of many passages, found in one walk over the shared text. */
import { GC, getItem, type Item, type Text } from "yjs"
import type { Letter } from "../text/letters.ts"
import type { Place, Thread } from "./thread.ts"

export type Ends = Pick<Thread, "first" | "last">

/** Positions before and behind a letter: the same one where it is deleted. */
type Around = readonly [before: number, behind: number]

/**
 * The place of each passage now. One of which nothing is left is empty, where it once stood; undefined where the
 * letters have not come yet, or have no place any more. A letter that was deleted and brought back counts as deleted.
 */
export function placesOf(text: Text, passages: readonly Ends[]): (Place | undefined)[] {
  const asked = new Set<Item>()
  const items = passages.map(({ first, last }) => [itemOf(text, first, asked), itemOf(text, last, asked)])
  const around = new Map<Item, number>()
  let index = 0
  let left = asked.size
  for (let item = text._start; item && left > 0; item = item.right) {
    if (asked.has(item)) {
      around.set(item, index)
      left -= 1
    }
    if (!item.deleted && item.countable) index += item.length
  }
  return passages.map(({ first, last }, number) => {
    const [one, other] = items[number] ?? []
    const from = at(around, one, first)?.[0]
    const to = at(around, other, last)?.[1]
    return from !== undefined && to !== undefined && from <= to ? { from, to } : undefined
  })
}

/** True if both ends of a passage are in the text. */
export const isWhole = (text: Text, { first, last }: Ends): boolean =>
  [first, last].every(letter => itemOf(text, letter)?.deleted === false)

/** True if an end was deleted, and brought back by undo in this page. */
export const isBroughtBack = (text: Text, { first, last }: Ends): boolean =>
  [first, last].some(letter => itemOf(text, letter)?.redone)

function itemOf(text: Text, letter: Letter | null, asked?: Set<Item>): Item | undefined {
  if (!letter || !text.doc) return undefined
  const [client, clock] = letter
  try {
    const item = getItem(text.doc.store, { client, clock } as Item["id"])
    if (!item || (item as unknown) instanceof GC) return undefined
    asked?.add(item)
    return item
  } catch {
    return undefined // the letter has not come yet
  }
}

function at(
  around: ReadonlyMap<Item, number>,
  item: Item | undefined,
  letter: Letter | null,
): Around | undefined {
  const index = item && around.get(item)
  if (index === undefined || !item || !letter) return undefined
  if (item.deleted) return [index, index]
  const within = letter[1] - item.id.clock
  return [index + within, index + within + 1]
}
