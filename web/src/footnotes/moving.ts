/** From the call of a footnote to its text and back: by the mouse, by Enter and by Escape. */
import { type EditorState, StateEffect, StateField } from "@codemirror/state"
import { EditorView } from "@codemirror/view"
import { footnotesOf, type Note } from "./numbers.ts"

export const comeFrom = StateEffect.define<number>()

/** Where the call ends from which one came last. */
const origin = StateField.define<number>({
  create: () => -1,
  update: (at, { changes, effects }) =>
    effects.find(effect => effect.is(comeFrom))?.value ?? (at < 0 ? at : changes.mapPos(at)),
})

/** The note in whose words a place is. */
export const noteAt = ({ doc }: EditorState, at: number): Note | undefined =>
  footnotesOf(doc).notes.find(({ start, to }) => at >= start && at <= to)

/** Where the call ends that leads to this note: the last one that was followed, else the first. */
export function callEnd(state: EditorState, label: string): number | undefined {
  const calls = footnotesOf(state.doc).calls.filter(call => call.label === label)
  const last = state.field(origin, false)
  return (calls.find(({ to }) => to === last) ?? calls[0])?.to
}

function go(view: EditorView, at: number, from?: number): void {
  view.dispatch({
    selection: { anchor: at },
    effects: [
      EditorView.scrollIntoView(at, { y: "center" }),
      ...(from === undefined ? [] : [comeFrom.of(from)]),
    ],
    userEvent: "select",
  })
  view.focus()
}

/** To the end of the words of the note that the call up to `at` leads to. */
export function follow(view: EditorView, label: string, at: number): void {
  const note = footnotesOf(view.state.doc).notes.find(one => one.label === label)
  if (note) go(view, note.to, at)
}

/** From the note back to behind its call; false where nothing calls it. */
export function goBack(view: EditorView, label: string | undefined): boolean {
  const end = label === undefined ? undefined : callEnd(view.state, label)
  if (end === undefined) return false
  go(view, end)
  return true
}

/** A key in the words of a note leads back. */
export const leave = (view: EditorView): boolean => {
  const { main } = view.state.selection
  return main.empty && !view.state.readOnly && goBack(view, noteAt(view.state, main.head)?.label)
}

export const moving = origin
