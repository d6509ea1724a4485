import { expect, test } from "vitest"
import type { Found } from "./ask.ts"
import { edge, lineId, moved } from "./lines.ts"
import { typedFilters } from "./typed.ts"

const FACETS = { themes: ["Logement", "Énergie"], people: [] }

const found = (words: string, ...typed: [string, string][]) =>
  ({ words, typed: typed.map(([name, value]) => ({ name, value })) }) as unknown as Found

test("a filter becomes a chip once something follows it, as the list writes it", () => {
  const told = found("gaz", ["theme", "energie"])
  expect(typedFilters("thème:energie gaz", told, FACETS)).toEqual({
    filters: { theme: "Énergie" },
    words: "gaz",
  })
  expect(typedFilters("thème:energie gaz ", told, FACETS)?.words).toBe("gaz ")
  expect(typedFilters("gaz thème:energie", told, FACETS)).toBeUndefined()
  expect(typedFilters("gaz thème:energie ", told, FACETS)?.filters).toEqual({ theme: "Énergie" })
})

test("what names no filter stays in the field", () => {
  expect(typedFilters("gaz", found("gaz"), FACETS)).toBeUndefined()
  expect(typedFilters("12:30 ", found("12:30"), FACETS)).toBeUndefined()
})

test("arrows move around the ends of the list; Home and End stay in the field without Ctrl", () => {
  expect(moved("ArrowDown", 2, 3)).toBe(0)
  expect(moved("ArrowUp", 0, 3)).toBe(2)
  expect(moved("PageDown", 1, 3)).toBe(2)
  expect(moved("PageUp", 1, 3)).toBe(0)
  expect(moved("Home", 1, 3)).toBeUndefined()
  expect(moved("ArrowDown", 0, 0)).toBeUndefined()
  expect([edge("Home", 3), edge("End", 3), edge("End", 0), edge("x", 3)]).toEqual([
    0,
    2,
    undefined,
    undefined,
  ])
  expect(lineId(3)).toBe("finding-3")
})
