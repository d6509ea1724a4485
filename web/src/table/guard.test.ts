/** A table stays one, with its rows and cells, whatever is typed, pasted or taken away in it and around it. */
import { EditorState } from "@codemirror/state"
import fc from "fast-check"
import { expect, test } from "vitest"
import { frozen } from "../preview/frozen.ts"
import { gridsIn, tablePreview } from "../preview/tables.ts"
import { markdown } from "../text/markdown.ts"
import { cellsOf, grid, isTable, tables } from "./any.testing.ts"
import { guard } from "./guard.ts"

const extensions = [frozen, markdown(), tablePreview(), guard]

interface Written {
  readonly text: string
  /** How many there are. */
  readonly tables: number
  readonly caret: number
}

/** The note after a replacement. */
function written(doc: string, from = 0, to = from, insert = "", userEvent = "select"): Written {
  const { state } = EditorState.create({ doc, extensions }).update({
    changes: { from, to, insert },
    selection: { anchor: from + insert.length },
    userEvent,
  })
  const { length } = state.doc
  const text = state.doc.toString()
  return { text, tables: gridsIn(state, 0, length).length, caret: state.selection.main.head }
}

/** Position of the caret after it was moved from one place to another. */
function sent(doc: string, from: number, to: number): number {
  const state = EditorState.create({ doc, selection: { anchor: from }, extensions })
  return state.update({ selection: { anchor: to } }).state.selection.main.head
}

/** The table in a note, found by its rule, whatever stands before it. */
function tableIn(text: string, height: number): string {
  const lines = text.split("\n")
  const isRule = (line: string) => /^[\s|:-]*-[\s|:-]*$/.test(line) && cellsOf(line).length > 1
  const rule = lines.findIndex((line, number) => number > 0 && isRule(line))
  return lines.slice(rule - 1, rule - 1 + height).join("\n")
}

test("what is done in a table leaves its rows and cells", () => {
  const before = fc.constantFrom("", "Avant\n\n")
  const inserted = fc.constantFrom("", "x", "a|b", "un\ndeux", "\\|", " ")
  const event = fc.constantFrom("input.type", "input.paste")
  fc.assert(
    fc.property(
      tables,
      before,
      fc.nat(),
      fc.nat(),
      inserted,
      event,
      (source, before, one, other, insert, event) => {
        // A row that begins so is an item of a list.
        fc.pre(!/^\s*\*/m.test(source))
        const note = `${before}${source}\n\nAprès\n`
        const [start, end] = [before.length, before.length + source.length]
        fc.pre(written(note).tables === 1)
        const [place, otherPlace] = [one % (note.length + 1), other % (note.length + 1)]
        const [from, to] = [Math.min(place, otherPlace), Math.max(place, otherPlace)]
        fc.pre(from < end && to > start && !(from <= start && to >= end))
        const got = written(note, from, to, insert, insert ? event : "delete.selection")
        expect(got.tables).toBe(1)
        const table = tableIn(got.text, source.split("\n").length)
        expect(isTable(table)).toBe(true)
        expect(grid(table).map(row => row.length)).toEqual(grid(source).map(row => row.length))
        expect(grid(table)[1]).toEqual(grid(source)[1])
        expect(got.caret).toBeLessThanOrEqual(got.text.length)
      },
    ),
  )
})

test("a table that is chosen as a whole goes as a whole", () => {
  fc.assert(
    fc.property(tables, fc.constantFrom("", "x", "a\nb"), (source, insert) => {
      const note = `Avant\n\n${source}\n\nAprès`
      const { text } = written(note, 7, 7 + source.length, insert, "input.paste")
      expect(text).toBe(`Avant\n\n${insert}\n\nAprès`)
    }),
  )
})

test("a caret stands in a cell or outside", () => {
  fc.assert(
    fc.property(tables, fc.boolean(), fc.nat(), (source, isFromEnd, number) => {
      const note = `Avant\n\n${source}\n\nAprès`
      fc.pre(written(note).tables === 1)
      const at = sent(note, isFromEnd ? note.length : 0, number % (note.length + 1))
      const isInTable = at >= 7 && at <= 7 + source.length
      const isInRule = isInTable && note.slice(0, at).split("\n").length === 4
      expect(isInRule).toBe(false)
      // It goes on in its direction: a key that moves it is never held.
      if (at < note.length) expect(sent(note, at, at + 1)).toBeGreaterThan(at)
      if (at > 0) expect(sent(note, at, at - 1)).toBeLessThan(at)
    }),
  )
})

test.each([
  ["| a | b |\n| - | - |\n| c | d |\n", 30, 30, "x", "| a | b |\n| - | - |\n| c | d |\n\nx"],
  ["| a | b |\n| - | - |\n\nx", 20, 21, "", "| a | b |\n| - | - |\n\nx"],
  ["x\n\n| a | b |\n| - | - |", 1, 2, "", "x\n\n| a | b |\n| - | - |"],
  ["x\n\n\n| a | b |\n| - | - |", 1, 2, "", "x\n\n| a | b |\n| - | - |"],
  ["x\n| a | b |\n| - | - |", 1, 2, "", "x\n| a | b |\n| - | - |"],
  ["a | b\n--- | ---\nc | d", 20, 21, "", "a | b\n--- | ---\nc | |"],
  ["a | b\n--- | ---\nc | d", 0, 1, "", "| | b\n--- | ---\nc | d"],
  ["|a|b|\n|-|-|", 2, 2, "\\", "|a\\ |b|\n|-|-|"],
  ["|a\\||b|\n|-|-|", 3, 4, "", "|a|b|\n|-|-|"],
  ["|a<br>c|b|\n|-|-|", 5, 6, "", "|ac|b|\n|-|-|"],
  ["|a<br>c|b|\n|-|-|", 3, 4, "x", "|axc|b|\n|-|-|"],
  ["|a`<br>`|b|\n|-|-|", 6, 7, "", "|a`<br`|b|\n|-|-|"],
  ["|a|b|\n|-|-|", 2, 2, "x\n y\n", "|ax<br>y|b|\n|-|-|"],
])("lines beside a table do not run into it: %j, %i to %i, %j", (note, from, to, insert, expected) => {
  expect(written(note, from, to, insert, insert ? "input.type" : "delete").text).toBe(expected)
})
