/** Underlines what is not on disk yet, while that matters to the person who writes. */
import { type Extension, StateEffect, StateField } from "@codemirror/state"
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view"
import type { Unsent } from "./unsent.ts"

const showPending = StateEffect.define<boolean>()
const isPendingShown = StateField.define<boolean>({
  create: () => false,
  update: (is, change) => change.effects.find(effect => effect.is(showPending))?.value ?? is,
})
const pend = Decoration.mark({ class: "pend" })

/** Underlines it as it is now, or no more; nothing is drawn anew where nothing was shown and nothing is to be. */
export function drawPending(view: EditorView, isShown: boolean): void {
  if (isShown || view.state.field(isPendingShown, false)) view.dispatch({ effects: showPending.of(isShown) })
}

export function pendingMarks(unsent: Unsent): Extension {
  const marks = StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(value, change) {
      const asked = change.effects.find(effect => effect.is(showPending))
      if (!asked) return value.map(change.changes)
      if (!asked.value) return Decoration.none
      const places = unsent.places.filter(({ from, to }) => from < to && to <= change.newDoc.length)
      return Decoration.set(places.map(({ from, to }) => pend.range(from, to)))
    },
    provide: self => EditorView.decorations.from(self),
  })
  return [isPendingShown, marks]
}
