// Lists after chains of gestures, and what the editor sees in them.
import fc from "../../../web/node_modules/fast-check/lib/fast-check.js"
import { chains, made, modelled, read, written } from "../../../web/src/lists/any.testing.ts"

/** Each text that `count` chains pass through, with what is seen of it. */
export function texts(seed, count) {
  const found = new Set()
  for (const chain of fc.sample(chains, { numRuns: count, seed })) {
    let text = written(chain)
    let model = chain.entries
    found.add(text)
    for (const step of chain.steps) {
      model = modelled(model, step, /\n>?\n/.test(text.replace(/^Avant\n\n|\n\n# Après$/g, "")))
      if (!model) break
      text = made(text, step)
      found.add(text)
    }
  }
  return [...found].map(text => ({ text, seen: read(text) }))
}
