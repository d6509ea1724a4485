/** Chains of gestures by chance: the note says what a model of blocks says, and undo gives back each text before. */
import { expect, test } from "vitest"
import { Doc, UndoManager } from "yjs"
import { gesture } from "./chance.testing.ts"
import type { Step } from "./gestures.testing.ts"
import { Hands } from "./hands.testing.ts"
import { Chance, note } from "./notes.testing.ts"
import { shownOf } from "./shown.testing.ts"

/** The long form: `POCHETTE_CHAINS=60000 .venv/bin/python web/build.py run test src/hands/chance.test.ts`. */
const CHAINS = Number(process.env.POCHETTE_CHAINS ?? 1500)
const SEED = Number(process.env.POCHETTE_SEED ?? 1)
const GESTURES = 8

interface Difference {
  readonly name: string
  readonly where: string
  readonly before: string
  readonly steps: readonly Step[]
  readonly after: string
  readonly lacks: readonly string[]
  readonly has: readonly string[]
}

/** A chain of gestures in any note, up to the first difference. */
function chain(chance: Chance, seen: Map<string, number>): Difference | undefined {
  const hands = new Hands("").fill(note(chance))
  for (let count = 0; count < GESTURES; count += 1) {
    const before = hands.text
    const one = gesture(before, chance)
    if (!one) continue
    seen.set(one.name, (seen.get(one.name) ?? 0) + 1)
    for (const step of one.steps) hands.run(step)
    const got = shownOf(hands.text)
    if (got.join("\n") === one.expected.join("\n")) continue
    const lacks = one.expected.filter(block => !got.includes(block))
    const has = got.filter(block => !one.expected.includes(block))
    return { ...one, before, after: hands.text, lacks, has }
  }
  return undefined
}

test("gestures make of a note what they make of a model of its blocks", { timeout: 3_600_000 }, () => {
  const seen = new Map<string, number>()
  const found: Difference[] = []
  for (let index = 0; index < CHAINS; index += 1) {
    const difference = chain(new Chance(SEED * 7919 + index * 104729), seen)
    if (difference) found.push(difference)
  }
  if (CHAINS > 10_000) console.info(Object.fromEntries(seen), `${found.length} of ${CHAINS} chains differ`)
  expect(found).toEqual([])
})

test("each step of undo gives back the text before, letter by letter", () => {
  for (let seed = 0; seed < 60; seed += 1) {
    const chance = new Chance(seed * 31 + 7)
    const text = new Doc().getText("body")
    text.insert(0, note(chance))
    const undo = new UndoManager(text, { trackedOrigins: new Set([Hands]), captureTimeout: 0 })
    const hands = new Hands("").fill(text.toString()).share(text)
    const texts = [hands.text]
    for (let count = 0; count < 6; count += 1) {
      const one = gesture(hands.text, chance)
      for (const step of one?.steps ?? []) {
        undo.stopCapturing()
        const before = hands.text
        hands.run(step)
        expect(text.toString()).toBe(hands.text)
        if (hands.text !== before) texts.push(hands.text)
      }
    }
    for (const before of texts.slice(0, -1).reverse()) {
      while (text.toString() !== before && undo.canUndo()) undo.undo()
      expect(text.toString()).toBe(before)
    }
  }
})

test("what others write, and what a keyboard composes, is left as it is", () => {
  for (let seed = 0; seed < 300; seed += 1) {
    const chance = new Chance(seed + 1)
    const hands = new Hands("").fill(note(chance))
    const { text } = hands
    // A table keeps what is composed in its cells.
    if (text.startsWith("|")) continue
    const from = chance.below(text.length)
    const to = Math.min(text.length, from + chance.below(6))
    const insert = chance.pick(["", "\n", ":::", "x"])
    hands.send({ changes: { from, to, insert } })
    hands.send({ changes: { from: 0, insert: "x" }, userEvent: "input.type.compose" })
    expect(hands.text).toBe(`x${text.slice(0, from)}${insert}${text.slice(to)}`)
  }
})
