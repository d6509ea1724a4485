import { array, assert, integer, property, record } from "fast-check"
import { expect, test } from "vitest"
import { GAP_PX, inSight, packed } from "./pack.ts"

const FIRST = 100
const column = array(
  record({ at: integer({ min: 0, max: 5_000 }), height: integer({ min: 20, max: 600 }) }),
  {
    minLength: 1,
    maxLength: 60,
  },
).map(cards => cards.sort((one, other) => one.at - other.at))

test("no card covers another one, and the active one stands at its passage", () => {
  assert(
    property(
      column,
      integer({ min: -1, max: 59 }),
      integer({ min: FIRST, max: 5_000 }),
      (cards, wished, edge) => {
        const active = Math.min(wished, cards.length - 1)
        const tops = packed(cards, active, FIRST, edge)
        for (const [number, { height }] of cards.entries()) {
          const next = tops[number + 1]
          if (next !== undefined) expect((tops[number] as number) + height + GAP_PX).toBeLessThanOrEqual(next)
        }
        if (active >= 0) expect(tops[active]).toBe(Math.max(FIRST, cards[active]?.at ?? 0))
        else expect(Math.min(...tops)).toBeGreaterThanOrEqual(FIRST)
      },
    ),
  )
})

test("no card above the active one is cut by the edge", () => {
  assert(
    property(
      column,
      integer({ min: 0, max: 59 }),
      integer({ min: FIRST, max: 5_000 }),
      (cards, wished, edge) => {
        const active = Math.min(wished, cards.length - 1)
        const tops = packed(cards, active, FIRST, edge)
        for (const [number, top] of tops.slice(0, active).entries())
          expect(top >= edge || top + (cards[number]?.height ?? 0) <= edge).toBe(true)
      },
    ),
  )
})

test("a card with room stands at its passage, whichever is active", () => {
  const cards = [150, 400, 900].map(at => ({ at, height: 100 }))
  for (const active of [-1, 0, 1, 2]) expect(packed(cards, active, FIRST)).toEqual([150, 400, 900])
})

test("cards at one passage give way around the active one", () => {
  const cards = [300, 300, 300].map(at => ({ at, height: 100 }))
  expect(packed(cards, -1, FIRST)).toEqual([300, 408, 516])
  expect(packed(cards, 1, FIRST)).toEqual([192, 300, 408])
  expect(packed(cards, 2, FIRST)).toEqual([84, 192, 300])
})

test("a card is brought whole into sight, by its top where it is higher than that", () => {
  expect(inSight({ at: 300, height: 100 }, 200, 800)).toBe(300)
  expect(inSight({ at: 120, height: 100 }, 200, 800)).toBe(200)
  expect(inSight({ at: 750, height: 100 }, 200, 800)).toBe(700)
  expect(inSight({ at: 750, height: 900 }, 200, 800)).toBe(200)
})
