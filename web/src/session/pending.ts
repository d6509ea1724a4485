/** Underlines unsaved text while it stays unsaved for longer than a moment. */
import { type Extension, StateEffect, StateField } from "@codemirror/state"
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view"
import type { Provider } from "../transport/provider.ts"
import type { Unsent } from "./unsent.ts"

const showPending = StateEffect.define<boolean>()
const isPendingShown = StateField.define<boolean>({
  create: () => false,
  update: (is, change) => change.effects.find(effect => effect.is(showPending))?.value ?? is,
})
/** Whether what is typed now stays unsaved for longer than a moment. */
export const isPending = ({ state }: Provider) => state === "offline" || state === "refused"

const pend = Decoration.mark({ class: "pend" })

/** Underlines unsaved text, or removes that. Dispatches nothing where nothing changes. */
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
