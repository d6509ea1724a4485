/** Time never goes back, by chance too. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { later } from "./time.ts"

const HOUR_MS = 3_600_000
const begun = { clock: 0, now: 1_000 }

test("a clock that goes on tells the server's time", () => {
  expect(later(begun, 5 * HOUR_MS).now).toBe(1_000 + 5 * HOUR_MS)
})

test("a clock that was set back loses nothing and goes on from there", () => {
  const back = later(later(begun, 20 * HOUR_MS), -400 * HOUR_MS)
  expect(back.now).toBe(1_000 + 20 * HOUR_MS)
  expect(later(back, -395 * HOUR_MS).now).toBe(1_000 + 25 * HOUR_MS)
})

test("whatever a clock says, time only goes on, and by no less than the latest that was seen", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1e12, max: 1e12 })), clocks => {
      let time = begun
      for (const clock of clocks) {
        const next = later(time, clock)
        expect(next.now).toBeGreaterThanOrEqual(time.now)
        time = next
      }
      expect(time.now).toBeGreaterThanOrEqual(begun.now + Math.max(0, ...clocks))
    }),
  )
})
