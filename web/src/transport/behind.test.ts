import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { Behind } from "./behind.ts"

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal("window", globalThis)
  vi.spyOn(Math, "random").mockReturnValue(0.5)
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

/** One that reconnects at once; `looks` are the times (ms) at which it did. */
function waiting(): { behind: Behind; looks: number[]; isOver: () => boolean } {
  const looks: number[] = []
  let isOver = false
  const behind = new Behind(() => {
    looks.push(performance.now() - began)
    behind.lost()
    isOver = !behind.wait(performance.now())
  })
  const began = performance.now()
  behind.wait(began)
  return { behind, looks, isOver: () => isOver }
}

test("it looks later each time, and gives up after twelve and a half seconds", () => {
  const { behind, looks, isOver } = waiting()
  vi.advanceTimersByTime(12_499)
  expect(looks).toEqual([700, 2_100, 4_200, 7_000, 10_500])
  expect([behind.isSo, isOver()]).toEqual([true, false])
  vi.advanceTimersByTime(60_000)
  expect(looks.at(-1)).toBe(12_500)
  expect([behind.isSo, isOver()]).toEqual([true, true])
})

test("it looks soon where somebody has brought something, however much follows", () => {
  const { behind, looks } = waiting()
  for (let letter = 0; letter < 10; letter += 1) {
    behind.heard()
    vi.advanceTimersByTime(20)
  }
  expect(looks).toEqual([100, 200])
})

test("what is brought where nothing is missing makes it look at nothing", () => {
  const renew = vi.fn()
  const behind = new Behind(renew)
  behind.heard()
  vi.advanceTimersByTime(1_000)
  expect([behind.isSo, renew.mock.calls.length]).toEqual([false, 0])
})
