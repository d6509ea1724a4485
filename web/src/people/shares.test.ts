import fc from "fast-check"
import { expect, test } from "vitest"
import { shares } from "./shares.ts"

test("shares add up to 100, and none is a whole percent away", () => {
  const counts = fc.array(fc.nat({ max: 5_000 }), { minLength: 1, maxLength: 9 })
  fc.assert(
    fc.property(counts, all => {
      const sum = all.reduce((before, count) => before + count, 0)
      const got = shares(all)
      expect(got.reduce((before, share) => before + share, 0)).toBe(sum > 0 ? 100 : 0)
      got.forEach((share, at) => {
        if (sum > 0) expect(Math.abs(share - (100 * (all[at] ?? 0)) / sum)).toBeLessThan(1)
      })
    }),
  )
})

test("three equal parts are 34, 33 and 33", () => expect(shares([1, 1, 1])).toEqual([34, 33, 33]))
