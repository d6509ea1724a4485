/** Moved columns and sorted rows change nothing else. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { placeIn, rowsOf } from "../text/cells.ts"
import { grid, isTable, tables } from "./any.testing.ts"
import { applied } from "./edits.ts"
import { areNumbers, figureOf, languageOf } from "./figures.ts"
import { moveColumn, sortRows } from "./order.ts"

/** As French writes numbers, in short. */
const NUMBER =
  /^(?:(?<missing>[–—-]|n\.d\.)|[−-]?(?:\d{1,3}(?:[\s\u202f]\d{3})+|\d+)(?<fraction>,\d+)?(?<unit>\s?(?:%|€|M€)?))$/u
const FRENCH = new Intl.Collator("fr", { numeric: true })

const everywhere = (check: (source: string, at: number, any: fc.GeneratorValue) => void) =>
  fc.assert(
    fc.property(tables, fc.gen(), (source, any) =>
      check(source, any(fc.integer, { min: 0, max: source.length }), any),
    ),
  )

test("a column that is moved changes places with its neighbour, and comes back", () => {
  everywhere((source, at, any) => {
    const isLeft = any(fc.boolean)
    const edit = moveColumn(source, at, isLeft)
    const moved = applied(source, edit.changes)
    expect(isTable(moved)).toBe(true)
    const before = grid(source)
    const width = before[0]?.length ?? 0
    const place = placeIn(rowsOf(source), at)
    const column = Math.max(0, Math.min(place.column, width - 1))
    const other = column + (isLeft ? -1 : 1)
    const isAtEdge = other < 0 || other >= width
    const expected = before.map(row =>
      row.map((cell, n) => (isAtEdge ? cell : n === column ? row[other] : n === other ? row[column] : cell)),
    )
    expect(grid(moved)).toEqual(expected)
    const back = edit.changes.length > 0 ? moveColumn(moved, edit.anchor, !isLeft) : edit
    expect(grid(applied(moved, back.changes))).toEqual(before)
  })
})

test("rows are sorted, the head stays, and no row goes or comes", () => {
  everywhere((source, at, any) => {
    const isDown = any(fc.boolean)
    const edit = sortRows(source, at, isDown, NUMBER, FRENCH)
    const sorted = applied(source, edit.changes)
    const [lines, before] = [sorted.split("\n"), source.split("\n")]
    expect(lines.slice(0, 2)).toEqual(before.slice(0, 2))
    expect(lines.toSorted()).toEqual(before.toSorted())
    const again = sortRows(sorted, edit.anchor, isDown, NUMBER, FRENCH)
    expect(applied(sorted, again.changes)).toBe(sorted)
  })
})

const TABLE = [
  "| Région | Coût |",
  "| --- | --- |",
  "| Écully | 1 200 |",
  "| zone 10 | 95,5 |",
  "| Évry | n.d. |",
  "| eau | −3 |",
  "| zone 9 | |",
].join("\n")
const first = (text: string) =>
  grid(text)
    .slice(2)
    .map(([name]) => name)
const sorted = (column: string, isDown: boolean) => {
  const edit = sortRows(TABLE, TABLE.indexOf(column), isDown, NUMBER, FRENCH)
  return first(applied(TABLE, edit.changes))
}

test("a column of numbers goes by number, with what is missing last, up and down", () => {
  expect(sorted("Coût", false)).toEqual(["eau", "zone 10", "Écully", "Évry", "zone 9"])
  expect(sorted("Coût", true)).toEqual(["Écully", "zone 10", "eau", "Évry", "zone 9"])
})

test("another column goes by the letters of its language", () => {
  expect(sorted("Région", false)).toEqual(["eau", "Écully", "Évry", "zone 9", "zone 10"])
})

test("only the rows that change their place are written anew", () => {
  const { changes } = sortRows(TABLE, TABLE.indexOf("Région"), false, NUMBER, FRENCH)
  const written = changes.reduce((sum, { insert }) => sum + insert.length, 0)
  expect(written).toBeLessThan(TABLE.length / 2)
})

test("the caret stays in its row and its cell", () => {
  const at = TABLE.indexOf("95,5") + 2
  const edit = sortRows(TABLE, at, true, NUMBER, FRENCH)
  expect(applied(TABLE, edit.changes).slice(edit.anchor)).toMatch(/^,5 /)
  const moved = moveColumn(TABLE, at, true)
  expect(applied(TABLE, moved.changes).slice(moved.anchor)).toMatch(/^,5 /)
})

test("a number has its value, its unit and its decimals", () => {
  expect(figureOf("**1 200,50 €**[^1]", NUMBER)).toEqual({ value: 1200.5, unit: "€", decimals: 2 })
  expect(figureOf("−3 %", NUMBER)).toEqual({ value: -3, unit: "%", decimals: 0 })
  expect(figureOf("n.d.", NUMBER)).toBeUndefined()
  expect(areNumbers(["1", "", "–"], NUMBER)).toBe(true)
  expect(areNumbers(["1", "beaucoup"], NUMBER)).toBe(false)
  expect(areNumbers(["–"], NUMBER)).toBe(false)
  expect(languageOf(NUMBER)).toBe("fr")
})
