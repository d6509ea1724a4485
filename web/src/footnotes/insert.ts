/** Inserts a footnote: the call at the caret, and the note behind that of the call before it, where the caret goes. */
import type { Text } from "@codemirror/state"
import type { Command } from "../hands/command.ts"
import { comeFrom } from "./moving.ts"
import { footnotesOf } from "./numbers.ts"

const CALL = /\[\^(\d+)\]/g

/** Where the note of a call at `head` stands, so that notes are in the order of their calls. */
function placeIn(doc: Text, head: number): { at: number; before: string; after: string } {
  const { calls, notes } = footnotesOf(doc)
  const own = notes.filter(({ from }) => doc.lineAt(from).from === from)
  const noteOf = (call: { label: string } | undefined) => own.find(({ label }) => label === call?.label)
  const called = (list: typeof calls) => list.find(call => noteOf(call))
  const above = noteOf(called(calls.filter(({ to }) => to <= head).toReversed()))
  if (above) return { at: above.to, before: "\n", after: "" }
  const below = noteOf(called(calls.filter(({ from }) => from >= head)))
  if (below) return { at: below.from, before: "", after: "\n" }
  const ends = /\n*$/.exec(doc.sliceString(Math.max(0, doc.length - 2)))?.[0].length ?? 0
  return { at: doc.length, before: "\n".repeat(Math.max(0, 2 - ends)), after: "" }
}

/** The call stands close to its word. */
export const footnote: Command = view => {
  const { doc, selection } = view.state
  const { head } = selection.main
  const line = doc.lineAt(head)
  const space = /\S([ \t]+)$/.exec(doc.sliceString(line.from, head))?.[1]?.length ?? 0
  const last = Math.max(0, ...[...doc.toString().matchAll(CALL)].map(([, number]) => Number(number)))
  const call = `[^${last + 1}]`
  const { at, before, after } = placeIn(doc, head)
  const set = view.state.changes([
    { from: head - space, to: head, insert: call },
    { from: at, insert: `${before}${call}: ${after}` },
  ])
  view.dispatch({
    changes: set,
    selection: { anchor: set.mapPos(at, 1) - after.length },
    effects: comeFrom.of(set.mapPos(head, -1)),
    userEvent: "input.format",
    scrollIntoView: true,
    // The filter of tables would take the note into a last row.
    filter: false,
  })
  return true
}
