import { expect, test } from "vitest"
import * as Y from "yjs"
import { letterAt } from "../text/letters.ts"
import { placesOf } from "./places.ts"
import { type Place, placeOf } from "./thread.ts"

/** Each letter is typed once in all: from Chinese ones, of which there are 20,000, on. */
const FIRST = 0x4e00
const PASSAGES = 50
const EDITS = 1_000

interface Letter {
  readonly letter: string
  readonly isLeft: boolean
}

/** Numbers below `most`, the same for each `seed`. */
function chance(seed: number): (most: number) => number {
  let last = seed
  return most => {
    last = (last * 48271) % 2147483647
    return last % most
  }
}

/** All letters that ever were, in their order, from a document that keeps what is deleted. */
function lettersOf(text: Y.Text): Letter[] {
  const letters: Letter[] = []
  for (let item = text._start; item; item = item.right)
    for (const letter of (item.content as Y.ContentString).str)
      letters.push({ letter, isLeft: !item.deleted })
  return letters
}

/** By the letters themselves; undefined where none is left. */
function expected(letters: readonly Letter[], ends: readonly (string | undefined)[]): Place | undefined {
  const [start = 0, end = 0] = ends.map(one => letters.findIndex(({ letter }) => letter === one))
  const count = (some: readonly Letter[]) => some.filter(({ isLeft }) => isLeft).length
  const from = count(letters.slice(0, start))
  const to = from + count(letters.slice(start, end + 1))
  return from < to ? { from, to } : undefined
}

/** Two people write and delete around passages, each without the other for a while. */
function watched(seed: number) {
  const any = chance(seed)
  let typed = 0
  const words = (length: number) => String.fromCharCode(...Array.from({ length }, () => FIRST + typed++))
  const witness = new Y.Doc({ gc: false })
  const people = [new Y.Doc(), new Y.Doc()] as const
  for (const doc of people) doc.on("update", (update: Uint8Array) => Y.applyUpdate(witness, update))
  const shared = (doc: Y.Doc) => doc.getText("body")
  const meet = () => {
    const updates = people.map(doc => Y.encodeStateAsUpdate(doc))
    for (const doc of people) for (const update of updates) Y.applyUpdate(doc, update)
  }
  shared(people[0]).insert(0, words(1_000))
  meet()
  const text = shared(people[0])
  const passages = Array.from({ length: PASSAGES }, () => {
    const from = any(text.length - 20)
    const to = from + 1 + any(20)
    const said = text.toString()
    const [first, last] = [letterAt(text, from), letterAt(text, to - 1)]
    return { ends: [said[from], said[to - 1]], thread: { first, last } as Parameters<typeof placeOf>[1] }
  })
  const threads = passages.map(({ thread }) => thread)
  const seen = { looks: 0, wrong: 0, left: 0, gone: 0 }
  for (let edit = 1; edit <= EDITS; edit += 1) {
    const here = shared(people[any(2) ? 1 : 0])
    const at = any(here.length + 1)
    if (any(2)) here.insert(at, words(1 + any(8)))
    else here.delete(at, Math.min(here.length - at, 1 + any(8)))
    if (any(4)) continue
    meet()
    const letters = lettersOf(shared(witness))
    const places = passages.map(({ ends }) => expected(letters, ends))
    for (const doc of people) {
      const found = placesOf(shared(doc), threads)
      for (const [index, { thread }] of passages.entries()) {
        seen.looks += 1
        if (JSON.stringify(placeOf(shared(doc), thread)) !== JSON.stringify(places[index])) seen.wrong += 1
        // Where nothing is left, it is told where that was.
        const place = found[index]
        const isLeft = place !== undefined && place.from < place.to
        if (JSON.stringify(isLeft ? place : undefined) !== JSON.stringify(places[index])) seen.wrong += 1
      }
    }
    seen.left = places.filter(Boolean).length
    seen.gone = PASSAGES - seen.left
  }
  return seen
}

test.each([1, 2, 3])("passages stay at their letters through a thousand edits, seed %i", seed => {
  const seen = watched(seed)
  expect(seen.wrong).toBe(0)
  expect(seen.looks).toBeGreaterThan(10_000)
  expect(seen.left).toBeGreaterThan(5)
  expect(seen.gone).toBeGreaterThan(5)
})
