/** Transaction filter that keeps footnotes whole: a call goes with its note, and the mark of a note stays where a call does. */
import {
  EditorState,
  type StateCommand,
  type Text,
  type Transaction,
  type TransactionSpec,
} from "@codemirror/state"
import { shaped } from "../hands/guard.ts"
import { callEnd } from "./moving.ts"
import { type Footnotes, footnotesOf, type Note } from "./numbers.ts"

interface Change {
  readonly from: number
  readonly to: number
  readonly insert: string
}

function changesOf(change: Transaction): Change[] {
  const found: Change[] = []
  change.changes.iterChanges((from, to, _from, _to, inserted) => {
    found.push({ from, to, insert: inserted.toString() })
  })
  return found
}

/** A note and the blank line that it needs no longer. */
function blockOf(doc: Text, { from, to }: Note): Change {
  const [line, last] = [doc.lineAt(from), doc.lineAt(to)]
  const isBlank = (number: number) => number < 1 || (number <= doc.lines && !doc.line(number).text.trim())
  if (last.number < doc.lines) {
    const isApart = isBlank(line.number - 1) && isBlank(last.number + 1) && last.number + 1 < doc.lines
    return { from: line.from, to: last.to + (isApart ? 2 : 1), insert: "" }
  }
  const above = isBlank(line.number - 1) ? line.number - 2 : line.number - 1
  return { from: above < 1 ? 0 : doc.line(above).to, to: doc.length, insert: "" }
}

const isGone = (changes: readonly Change[], { from, to }: { from: number; to: number }) =>
  changes.some(one => one.from <= from && one.to >= to)

/** What is left of a change where the marks of notes stay; undefined where it leaves them. */
function kept(change: Transaction, { calls, notes }: Footnotes): Change[] | undefined {
  const { doc } = change.startState
  const all = changesOf(change)
  let isOther = false
  const isNeeded = (note: Note) =>
    !isGone(all, note) || calls.some(call => call.label === note.label && !isGone(all, call))
  const marks = notes.filter(isNeeded)
  const pieces = all.flatMap(one => {
    // What is typed before a mark comes into its words.
    const at = one.from === one.to && one.insert && marks.find(mark => mark.from === one.from)
    if (at && !one.insert.endsWith("\n")) {
      isOther = true
      return [{ from: at.start, to: at.start, insert: one.insert }]
    }
    const inside = marks.filter(mark => one.from < mark.start && one.to >= mark.from && one.to > one.from)
    let { from } = one
    const out: Change[] = []
    for (const { from: begin, start } of inside) {
      // The line end before the mark stays where something is left on the line above.
      const isAlone = !one.insert && (from === 0 || doc.sliceString(from - 1, from) === "\n")
      const end = isAlone || from >= begin ? begin : begin - 1
      if (one.to <= begin && isAlone) continue
      isOther = true
      if (end > from) out.push({ from, to: end, insert: "" })
      from = Math.max(from, start)
    }
    if (one.to >= from) out.push({ from, to: one.to, insert: "" })
    const [first, ...rest] = out.filter(({ from, to }) => to > from || out.length === 1)
    return [{ ...(first ?? { from: one.from, to: one.from }), insert: one.insert }, ...rest]
  })
  return isOther ? pieces : undefined
}

/** Backspace in a note without words: the note goes, and its calls. */
export const dropEmpty: StateCommand = ({ state, dispatch }) => {
  const { doc, selection, readOnly } = state
  const { calls, notes } = footnotesOf(doc)
  const { main } = selection
  const note = notes.find(({ start, to }) => main.empty && start === main.head && start === to)
  if (!note || readOnly) return false
  const own = calls.filter(({ label }) => label === note.label)
  const end = callEnd(state, note.label)
  const changes = state.changes([
    ...own.map(({ from, to }) => ({ from, to, insert: "" })),
    blockOf(doc, note),
  ])
  const anchor = changes.mapPos(end ?? note.from)
  dispatch(state.update({ changes, selection: { anchor }, scrollIntoView: true, userEvent: "input.format" }))
  return true
}

/** The notes that nobody calls after a change, and somebody did before. */
function orphans(doc: Text, before: Footnotes): Change[] {
  const { calls, notes } = footnotesOf(doc)
  const isCalled = ({ label }: Note) => calls.some(call => call.label === label)
  const wasCalled = ({ label }: Note) =>
    before.calls.some(call => call.label === label) && before.notes.some(note => note.label === label)
  return notes.filter(note => !isCalled(note) && wasCalled(note)).map(note => blockOf(doc, note))
}

/** The guard of blocks takes whole marks only: those of notes that are still called come back at the end. */
function broughtBack(doc: Text, before: Footnotes): Change[] {
  const { calls, notes } = footnotesOf(doc)
  const isLost = ({ label }: Note) =>
    calls.some(call => call.label === label) && !notes.some(note => note.label === label)
  const lost = before.notes.filter(isLost).map(({ label }) => `\n\n[^${label}]: `)
  return lost.length > 0 ? [{ from: doc.length, to: doc.length, insert: lost.join("") }] : []
}

function specOf(change: Transaction, changes: readonly Change[]): TransactionSpec {
  const { startState } = change
  const set = startState.changes(changes)
  const at = changes.find(({ insert }) => insert)?.to ?? startState.selection.main.from
  return {
    changes: set,
    selection: { anchor: set.mapPos(at, 1) },
    scrollIntoView: true,
    userEvent: change.isUserEvent("delete") ? "delete" : "input",
  }
}

const isOwn = (change: Transaction) =>
  (change.isUserEvent("input") || change.isUserEvent("delete")) && !change.isUserEvent("input.type.compose")

export const whole = EditorState.transactionFilter.of(change => {
  if (!change.docChanged || !isOwn(change)) return change
  const before = footnotesOf(change.startState.doc)
  if (before.notes.length === 0) return change
  const changes = change.annotation(shaped) ? undefined : kept(change, before)
  const first = changes ? specOf(change, changes) : change
  // What is cut is put somewhere else: its notes wait for it.
  const doc = changes ? change.startState.changes(changes).apply(change.startState.doc) : change.newDoc
  const more = [
    ...(change.annotation(shaped) ? broughtBack(doc, before) : []),
    ...(change.isUserEvent("delete.cut") ? [] : orphans(doc, before)),
  ]
  return more.length > 0 ? [first, { changes: more, sequential: true }] : first
})
