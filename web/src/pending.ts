/** Underlines what is not on disk yet, while that matters to the person who writes. */
import { type Extension, StateEffect, StateField } from "@codemirror/state"
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view"
import type { Unsent } from "./unsent.ts"

export const showPending = StateEffect.define<boolean>()
const pend = Decoration.mark({ class: "pend" })

export function pendingMarks(unsent: Unsent): Extension {
  const field = StateField.define<{ isShown: boolean; marks: DecorationSet }>({
    create: () => ({ isShown: false, marks: Decoration.none }),
    update(value, change) {
      const asked = change.effects.find(effect => effect.is(showPending))
      const isShown = asked ? asked.value : value.isShown
      if (!isShown) return { isShown, marks: Decoration.none }
      if (!asked) return { isShown, marks: value.marks.map(change.changes) }
      const places = unsent.places.filter(({ from, to }) => from < to && to <= change.newDoc.length)
      return { isShown, marks: Decoration.set(places.map(({ from, to }) => pend.range(from, to))) }
    },
    provide: self => EditorView.decorations.from(self, value => value.marks),
  })
  return field
}
