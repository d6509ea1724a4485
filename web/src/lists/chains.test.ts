/** Whatever is done to a list, the text says what a model of items and levels says; POCHETTE_LONG=1 for many more chains. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { chains, type Entry, made, modelled, read, seen, written } from "./any.testing.ts"

const numRuns = process.env.POCHETTE_LONG ? 20_000 : 1_000
const LONG_MS = 600_000

test(
  "Tab, Shift+Tab, Alt+arrows, Enter and letters do to a list what they do to its model",
  () => {
    fc.assert(
      fc.property(chains, chain => {
        let text = written(chain)
        let model: readonly Entry[] = chain.entries
        expect(read(text), "as it is written").toEqual(seen(model))
        for (const step of chain.steps) {
          const next = modelled(model, step, /\n>?\n/.test(text.replace(/^Avant\n\n|\n\n# Après$/g, "")))
          if (!next) continue
          const before = text
          text = made(text, step)
          model = next
          expect(read(text), JSON.stringify([before, step, text])).toEqual(seen(model))
        }
      }),
      { numRuns },
    )
  },
  LONG_MS,
)
