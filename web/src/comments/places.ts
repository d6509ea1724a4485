/** Positions of many passages, found in one walk over the shared text. */
import type { Item, Text } from "yjs"
import type { Letter } from "../text/letters.ts"
import type { Place, Thread } from "./thread.ts"

export type Ends = Pick<Thread, "first" | "last">

export interface Standing {
  /** Empty, where it once stood, if nothing of the passage is left; undefined where its letters are not known. */
  readonly place: Place | undefined
  /** Both of its ends are in the text. */
  readonly isWhole: boolean
  /** An end was deleted, and brought back by undo in this page as another letter. */
  readonly isBroughtBack: boolean
}

interface Found {
  /** Positions before and behind the letter: the same one where it is deleted. */
  readonly before: number
  readonly behind: number
  readonly isDeleted: boolean
  readonly isBroughtBack: boolean
}

/** How each passage stands now. A letter that was brought back counts as deleted. */
export function standings(text: Text, passages: readonly Ends[]): Standing[] {
  const letters = passages.flatMap(({ first, last }) => [first, last]).filter(letter => letter !== null)
  const found = find(text, letters)
  return passages.map(({ first, last }) => {
    const ends = [first, last].map(letter => letter && found.get(String(letter)))
    const [one, other] = ends
    const isKnown = one && other && one.before <= other.behind
    return {
      place: isKnown ? { from: one.before, to: other.behind } : undefined,
      isWhole: ends.every(end => end?.isDeleted === false),
      isBroughtBack: ends.some(end => end?.isBroughtBack),
    }
  })
}

export const placesOf = (text: Text, passages: readonly Ends[]): (Place | undefined)[] =>
  standings(text, passages).map(({ place }) => place)

/** The letters that the text has or had, by `client,clock`. */
function find(text: Text, letters: readonly Letter[]): Map<string, Found> {
  const asked = new Map<number, number[]>()
  for (const [client, clock] of letters) asked.set(client, [...(asked.get(client) ?? []), clock])
  for (const clocks of asked.values()) clocks.sort((one, other) => one - other)
  const found = new Map<string, Found>()
  let index = 0
  for (let item = text._start; item; item = item.right) {
    for (const clock of inside(item, asked.get(item.id.client))) {
      const before = index + (item.deleted ? 0 : clock - item.id.clock)
      found.set(`${item.id.client},${clock}`, {
        before,
        behind: before + (item.deleted ? 0 : 1),
        isDeleted: item.deleted,
        isBroughtBack: item.redone !== null,
      })
    }
    if (!item.deleted && item.countable) index += item.length
  }
  return found
}

/** Those of the sorted `clocks` that an item has. */
function* inside({ id, length }: Item, clocks: readonly number[] | undefined): Generator<number> {
  if (!clocks) return
  let [low, high] = [0, clocks.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((clocks[middle] as number) < id.clock) low = middle + 1
    else high = middle
  }
  for (let at = low; at < clocks.length && (clocks[at] as number) < id.clock + length; at += 1)
    yield clocks[at] as number
}
