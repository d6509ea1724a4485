// Where the passages of comments stand while two people write and delete around them, each without the other for a while.
import * as Y from "../../../web/node_modules/yjs/dist/yjs.mjs"
import { letterAt, placeOf } from "../../../web/src/comments/thread.ts"

/** Each letter is typed once in all: from Chinese ones, of which there are 20,000, on. */
const FIRST = 0x4e00

/** Any numbers below `most`, the same of each `seed`. */
function chance(seed) {
  let last = seed
  return most => {
    last = (last * 48271) % 2147483647
    return last % most
  }
}

/** All letters that ever were, in their order, as a document tells that forgets none; and which of them are left. */
function lettersOf(text) {
  const letters = []
  for (let item = text._start; item; item = item.right)
    for (const letter of item.content.str) letters.push({ letter, isLeft: !item.deleted })
  return letters
}

/** By the letters themselves; undefined where none is left. */
function expected(letters, [first, last]) {
  const [start, end] = [first, last].map(one => letters.findIndex(({ letter }) => letter === one))
  const count = some => some.filter(({ isLeft }) => isLeft).length
  const from = count(letters.slice(0, start))
  const to = from + count(letters.slice(start, end + 1))
  return from < to ? { from, to } : undefined
}

/** Of `many` passages under so many edits: how many looks were wrong, and how many passages are left and gone at the end. */
export function watched(seed, many, edits) {
  const any = chance(seed)
  let typed = 0
  const words = length => String.fromCharCode(...Array.from({ length }, () => FIRST + typed++))
  const witness = new Y.Doc({ gc: false })
  const people = [new Y.Doc(), new Y.Doc()]
  for (const doc of people) doc.on("update", update => Y.applyUpdate(witness, update))
  const shared = doc => doc.getText("body")
  const meet = () => {
    const updates = people.map(doc => Y.encodeStateAsUpdate(doc))
    for (const doc of people) for (const update of updates) Y.applyUpdate(doc, update)
  }
  shared(people[0]).insert(0, words(1_000))
  meet()
  const text = shared(people[0])
  const passages = Array.from({ length: many }, () => {
    const from = any(text.length - 20)
    const to = from + 1 + any(20)
    const said = text.toString()
    return {
      ends: [said[from], said[to - 1]],
      thread: { first: letterAt(text, from), last: letterAt(text, to - 1) },
    }
  })
  const seen = { looks: 0, wrong: 0, left: 0, gone: 0 }
  for (let edit = 1; edit <= edits; edit += 1) {
    const here = shared(people[any(2)])
    const at = any(here.length + 1)
    if (any(2)) here.insert(at, words(1 + any(8)))
    else here.delete(at, Math.min(here.length - at, 1 + any(8)))
    if (any(4)) continue
    meet()
    const letters = lettersOf(shared(witness))
    const places = passages.map(({ ends }) => expected(letters, ends))
    for (const doc of people)
      for (const [index, { thread }] of passages.entries()) {
        seen.looks += 1
        seen.wrong += JSON.stringify(placeOf(shared(doc), thread)) !== JSON.stringify(places[index])
      }
    seen.left = places.filter(Boolean).length
    seen.gone = many - seen.left
  }
  return seen
}
