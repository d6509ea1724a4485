/** Footnotes are numbered by the place of their first call, and go whole, whatever is taken away. */
import { EditorState, type Transaction } from "@codemirror/state"
import fc from "fast-check"
import { expect, test } from "vitest"
import { moving } from "./moving.ts"
import { footnotesOf } from "./numbers.ts"
import { dropEmpty, whole } from "./whole.ts"

const stateOf = (doc: string) => EditorState.create({ doc, extensions: [moving, whole] })

/** What the calls and the notes of a text show. */
function numbersIn(doc: string): string {
  const { calls, notes } = footnotesOf(stateOf(doc).doc)
  const said = (all: readonly { label: string; number?: number }[]) =>
    all.map(({ label, number }) => `${label}=${number ?? "-"}`).join(" ")
  return `${said(calls)} | ${said(notes)}`
}

test.each([
  ["Un[^b], deux[^a], un[^b].\n\n[^a]: A.\n[^b]: B.", "b=1 a=2 b=1 | a=2 b=1"],
  ["Un[^a], deux[^b].\n\n[^a]: Voir[^c].\n[^b]: B.\n[^c]: C.\n[^d]: D.", "a=1 b=3 c=2 | a=1 b=3 c=2 d=-"],
  ["| a[^z] |\n|---|\n| `[^y]` \\[^y] [^x][^z] |\n\n[^x]: X\n[^y]: Y\n[^z]: Z", "z=1 x=2 z=1 | x=2 y=- z=1"],
  ["Un^[en ligne], deux[^a].\n\n[^a]: A.", "=- a=2 | a=2"],
  ["```\n[^a]\n```\nUn[^b] et [^rien].\n\n[^a]: A.\n[^b]: B.", "b=1 rien=- | a=- b=1"],
])("numbers by place: %j", (doc, expected) => {
  expect(numbersIn(doc)).toBe(expected)
})

test("the mark of a note ends where its words begin, code or not", () => {
  const [note] = footnotesOf(stateOf("Un[^1].\n\n[^1]:  `a` b").doc).notes
  expect(note).toEqual({ from: 9, start: 16, to: 21, label: "1", number: 1 })
})

/** The text after a deletion. */
const without = (doc: string, from: number, to: number, userEvent = "delete.backward") =>
  stateOf(doc).update({ changes: { from, to }, userEvent }).state.doc.toString()

const NOTE = "Un[^1], deux[^2].\n\n[^1]: Une.\n[^2]: Deux.\n"
const place = (sought: string) => NOTE.indexOf(sought)

test.each([
  ["a call takes its note along", place("[^1],"), place(", deux"), "Un, deux[^2].\n\n[^2]: Deux.\n"],
  ["the last one too", place("[^2]."), place(".\n\n"), "Un[^1], deux.\n\n[^1]: Une.\n"],
  ["a mark stays before the words that it is of", place("[^1]: "), place("Une."), NOTE],
  ["words go, and the mark stays", place("[^1]: "), place("\n[^2]: "), NOTE.replace("Une.", "")],
  ["a line end before a mark stays", place("\n[^2]:"), place("[^2]: "), NOTE],
  [
    "over both, each is cut for itself",
    place("ne."),
    place("ux.\n"),
    "Un[^1], deux[^2].\n\n[^1]: U\n[^2]: ux.\n",
  ],
  ["all goes with all", 0, NOTE.length, ""],
])("%s", (_name, from, to, expected) => {
  expect(without(NOTE, from, to)).toBe(expected)
})

test("what is typed before a mark comes into the words, and the caret goes along", () => {
  const from = NOTE.indexOf("[^1]:")
  const { state } = stateOf(NOTE).update({
    changes: { from, insert: "x" },
    selection: { anchor: from + 1 },
    userEvent: "input.type",
  })
  expect(state.doc.toString()).toBe(NOTE.replace("Une", "xUne"))
  expect(state.selection.main.head).toBe(from + 7)
})

test("a note without words goes with its calls", () => {
  const doc = "Un[^1].\n\n[^1]: "
  const { state } = stateOf(doc).update({ selection: { anchor: doc.length } })
  let after = state
  const dispatch = (change: Transaction) => {
    after = change.state
  }
  expect(dropEmpty({ state, dispatch })).toBe(true)
  expect([after.doc.toString(), after.selection.main.head]).toEqual(["Un.", 2])
})

test("what is cut may be put somewhere else: its note waits", () => {
  expect(without(NOTE, 2, 6, "delete.cut")).toBe(NOTE.replace("Un[^1]", "Un"))
})

test("a call that is moved keeps its note", () => {
  const changes = [
    { from: 2, to: 6 },
    { from: 12, insert: "[^1]" },
  ]
  const { state } = stateOf(NOTE).update({ changes, userEvent: "move.drop" })
  expect(state.doc.toString()).toContain("[^1]: Une.")
})

test("whatever is deleted or typed over, each call has its note and each mark stands at its line", () => {
  const pieces = fc.constantFrom("mot ", "[^1]", "[^2]", "[^3]", "\n\n", "\n", "| a |\n|---|\n")
  fc.assert(
    fc.property(
      fc.array(pieces, { maxLength: 12 }),
      fc.nat(),
      fc.nat(),
      fc.constantFrom("", "x"),
      (body, one, other, insert) => {
        const said = body.join("").replace(/\]:/g, "] :")
        const doc = `${said}.\n\n[^1]: Une.\n[^2]: Deux.\nsuite\n\n[^3]: Trois.`
        const [a, b] = [one % (doc.length + 1), other % (doc.length + 1)]
        const [from, to] = [Math.min(a, b), Math.max(a, b)]
        const before = footnotesOf(stateOf(doc).doc)
        // Carets stand outside of calls and marks.
        const isInside = (at: number) =>
          [...before.calls, ...before.notes.map(note => ({ from: note.from, to: note.start }))].some(
            place => at > place.from && at < place.to,
          )
        fc.pre(!isInside(from) && !isInside(to))
        const userEvent = insert ? "input.type" : "delete.selection"
        const state = stateOf(doc).update({ changes: { from, to, insert }, userEvent }).state
        const after = footnotesOf(state.doc)
        const was = new Set(before.notes.map(({ label }) => label))
        for (const { label, number } of after.calls)
          if (was.has(label)) expect([label, number]).toEqual([label, expect.any(Number)])
        // A note that was called has a call, or is gone.
        const called = new Set(before.calls.map(({ label }) => label))
        for (const { label } of after.notes)
          if (called.has(label)) expect(after.calls.some(call => call.label === label)).toBe(true)
      },
    ),
    { numRuns: 1500 },
  )
})
