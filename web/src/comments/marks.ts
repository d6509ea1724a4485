/** Decorations of the passages with an open thread. */
import { RangeSet, StateEffect, StateField } from "@codemirror/state"
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
  const ranges = places
    .filter(({ to }) => to <= view.state.doc.length)
    .map(({ from, to, thread, isCurrent }) =>
      Decoration.mark({ class: isCurrent ? "said on" : "said", attributes: { "data-thread": thread } }).range(
        from,
        to,
      ),
    )
  view.dispatch({ effects: setMarks.of(RangeSet.of(ranges, true)) })
}
