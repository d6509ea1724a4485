/** Decorations of the passages that something is said of. */
import { type EditorState, RangeSet, StateEffect, StateField } from "@codemirror/state"
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view"
import type { Place } from "./thread.ts"

export interface Marked extends Place {
  readonly thread: string
  readonly isCurrent: boolean
}

const setMarks = StateEffect.define<DecorationSet>()
const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (value, change) =>
    change.effects.reduce(
      (is, effect) => (effect.is(setMarks) ? effect.value : is),
      value.map(change.changes),
    ),
  provide: self => EditorView.decorations.from(self),
})

/** The marked passages that touch `from` to `to`. */
export function marksIn(state: EditorState, from = 0, to = state.doc.length): Marked[] {
  const found: Marked[] = []
  state.field(marks, false)?.between(from, to, (start, end, { spec }) => {
    found.push({ from: start, to: end, thread: spec.thread, isCurrent: spec.isCurrent })
  })
  return found
}

/** `chosen` is called with the thread of a passage that is pressed. */
export function markPassages(
  view: EditorView,
  places: readonly Marked[],
  chosen: (thread: string) => void,
): void {
  if (view.state.field(marks, false) === undefined) {
    const press = EditorView.domEventHandlers({
      click(event) {
        const mark = (event.target as Element).closest<HTMLElement>("[data-thread]")
        if (mark?.dataset.thread) chosen(mark.dataset.thread)
        return false
      },
    })
    view.dispatch({ effects: StateEffect.appendConfig.of([marks, press]) })
  }
  const wished = places.filter(({ from, to }) => from < to && to <= view.state.doc.length)
  const sign = (all: readonly Marked[]) =>
    all
      .map(({ from, to, thread, isCurrent }) => `${from} ${to} ${thread} ${isCurrent}`)
      .sort()
      .join()
  if (sign(wished) !== sign(marksIn(view.state))) {
    const ranges = wished.map(({ from, to, ...of }) => mark(of).range(from, to))
    view.dispatch({ effects: setMarks.of(RangeSet.of(ranges, true)) })
  }
}

const mark = (of: Omit<Marked, "from" | "to">) =>
  Decoration.mark({
    ...of,
    tagName: "mark",
    class: of.isCurrent ? "said on" : "said",
    attributes: { "data-thread": of.thread },
  })
