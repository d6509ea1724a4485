/** Chains of gestures for the keys of a browser, each with the text that the guard alone makes of it. */
import { type Gesture, gesture } from "./chance.testing.ts"
import { Hands } from "./hands.testing.ts"
import { Chance, note } from "./notes.testing.ts"
import { shownOf } from "./shown.testing.ts"

export interface Planned extends Gesture {
  readonly before: string
  readonly after: string
}

/** A note, as the chain of this seed begins. */
export const begun = (seed: number): string => note(new Chance(seed))

/** Up to `count` gestures from a text on. */
export function planned(text: string, seed: number, count: number): Planned[] {
  const chance = new Chance(seed)
  const hands = new Hands("").fill(text)
  return Array.from({ length: count }).flatMap(() => {
    const before = hands.text
    const one = gesture(before, chance)
    if (!one) return []
    for (const step of one.steps) hands.run(step)
    return [{ ...one, before, after: hands.text }]
  })
}

/** The blocks that a text lacks or has beyond what a model expects; empty where it is alike. */
export function difference(text: string, expected: readonly string[]): string[] {
  const got = shownOf(text)
  if (got.join("\n") === expected.join("\n")) return []
  const lacks = expected.filter(block => !got.includes(block)).map(block => `lacks ${block}`)
  const has = got.filter(block => !expected.includes(block)).map(block => `has ${block}`)
  return [...lacks, ...has, "in this order:", ...got]
}
