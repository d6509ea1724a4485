/** Letters and their authors in random texts: each author writes one letter, so that the text itself tells the authors. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { applyUpdate, Doc, encodeStateAsUpdate, UndoManager } from "yjs"
import { clientRuns, letterAt, mayPutBack } from "./letters.ts"

const AUTHORS = "abc"

const edit = fc.record({
  author: fc.nat(AUTHORS.length - 1),
  at: fc.nat(40),
  length: fc.integer({ min: -6, max: 6 }),
  isShared: fc.boolean(),
})

/** The same text in the documents of all authors, with their client ids from 1. */
function written(edits: readonly { author: number; at: number; length: number; isShared: boolean }[]): Doc[] {
  const docs = [...AUTHORS].map((_, author) => {
    const doc = new Doc()
    doc.clientID = author + 1
    return doc
  })
  const share = () => {
    const updates = docs.map(doc => encodeStateAsUpdate(doc))
    for (const doc of docs) for (const update of updates) applyUpdate(doc, update)
  }
  for (const { author, at, length, isShared } of edits) {
    const text = (docs[author] as Doc).getText("body")
    const from = Math.min(at, text.length)
    if (length > 0) text.insert(from, (AUTHORS[author] as string).repeat(length))
    else text.delete(from, Math.min(-length, text.length - from))
    if (isShared) share()
  }
  share()
  return docs
}

const clientOf = (letter: string): number => AUTHORS.indexOf(letter) + 1

test("each run of a text has the client id of its author, and no neighbour with the same", () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 40 }), edits => {
      for (const doc of written(edits)) {
        const text = doc.getText("body")
        const said = text.toString()
        const expected = [...said.matchAll(/(.)\1*/g)].map(({ 0: run, index }) => ({
          from: index,
          to: index + run.length,
          client: clientOf(run.charAt(0)),
        }))
        expect(clientRuns(text)).toEqual(expected)
      }
    }),
  )
})

test("the letter at a place has the client id of its author, and the same id for everybody", () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 40 }), edits => {
      const texts = written(edits).map(doc => doc.getText("body"))
      const ids = texts.map(text => Array.from({ length: text.length }, (_, at) => letterAt(text, at)))
      for (const [at, letter] of [...String(texts[0])].entries())
        expect(ids[0]?.[at]?.[0]).toBe(clientOf(letter))
      for (const other of ids) expect(other).toEqual(ids[0])
      expect(new Set(ids[0]?.map(String)).size).toBe(ids[0]?.length)
    }),
  )
})

test("letters that were put back are of the client that typed them", () => {
  const [doc] = written([{ author: 0, at: 0, length: 6, isShared: true }])
  const text = (doc as Doc).getText("body")
  expect(clientRuns(text, [[1, 2, 4, 7]])).toEqual([
    { from: 0, to: 2, client: 1 },
    { from: 2, to: 4, client: 7 },
    { from: 4, to: 6, client: 1 },
  ])
})

test("an undo puts letters back in front of the deleted ones, and typing at the end of a text does not", () => {
  const doc = new Doc()
  const text = doc.getText("body")
  const seen: boolean[] = []
  text.observe((_event, transaction) => seen.push(mayPutBack(transaction)))
  const undo = new UndoManager(text, { captureTimeout: 0 })
  text.insert(0, "un deux")
  text.delete(3, 4)
  undo.undo()
  text.insert(0, "zéro ")
  expect(seen).toEqual([false, false, true, false])
})

test("behind the text is no letter", () => {
  const text = new Doc().getText("body")
  expect(letterAt(text, 0)).toBeUndefined()
  expect(clientRuns(text)).toEqual([])
})

test("to look for authors tells nobody of a change", () => {
  const [doc] = written([{ author: 0, at: 0, length: 6, isShared: true }])
  let updates = 0
  doc?.on("update", () => {
    updates += 1
  })
  expect(clientRuns((doc as Doc).getText("body"))).toHaveLength(1)
  expect(updates).toBe(0)
})
