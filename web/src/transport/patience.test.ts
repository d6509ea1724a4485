import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { Patience } from "./patience.ts"

beforeEach(() => vi.spyOn(Math, "random").mockReturnValue(0.5))
afterEach(() => vi.restoreAllMocks())

test("a server that says nothing is asked again at once, three times, and then has more time each time", () => {
  const patience = new Patience()
  const times = []
  for (;;) {
    times.push(patience.within())
    const wait = patience.failed(true)
    if (wait === undefined) break
    expect(wait).toBe(0)
  }
  expect(times).toEqual([1_000, 1_000, 1_000, 2_500, 5_000, 10_000, 20_000, 30_000, 30_000])
})

test("a server that refuses is asked soon, then every two seconds, and eight times in all", () => {
  const patience = new Patience()
  const waits = Array.from({ length: 9 }, () => patience.failed(false))
  expect(waits).toEqual([150, 300, 600, 1_200, 2_000, 2_000, 2_000, 2_000, undefined])
})

test("refusals make nobody wait longer for an answer", () => {
  const patience = new Patience()
  patience.failed(false)
  patience.failed(false)
  expect(patience.within()).toBe(1_000)
})

test("it knows whether the answer before was late", () => {
  const patience = new Patience()
  patience.failed(false)
  expect(patience.isLate).toBe(false)
  patience.failed(true)
  expect(patience.isLate).toBe(true)
  patience.succeeded()
  expect(patience.isLate).toBe(false)
})

test("one answer ends it", () => {
  const patience = new Patience()
  patience.failed(false)
  patience.failed(true)
  patience.failed(true)
  patience.succeeded()
  expect([patience.within(), patience.failed(false)]).toEqual([1_000, 150])
})

test("what is long may take longer", () => {
  expect(new Patience().within(16_000)).toBe(2_000)
  expect(new Patience().within(1 << 20)).toBe(30_000)
})

test("on a slow network an answer is late only where it takes three times as long as usual", () => {
  const patience = new Patience()
  patience.failed(true)
  patience.succeeded(1_400)
  expect(patience.within()).toBe(4_200)
  for (let quick = 0; quick < 10; quick++) patience.succeeded(20)
  expect(patience.within()).toBe(1_000)
})
