/** The passage that a search led to, marked until the first key or tap. Part, loaded late. */
import { StateEffect, StateField } from "@codemirror/state"
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view"
import { toast } from "../screen/toast.ts"
import { untilTouched } from "../search/arriving.ts"
import { type Place, placeOf } from "../search/passage.ts"
import { t } from "../words.ts"

const show = StateEffect.define<Place | null>()
const mark = Decoration.mark({ class: "lp-passage" })

const shown = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, change) {
    for (const effect of change.effects)
      if (effect.is(show))
        return effect.value ? Decoration.set(mark.range(effect.value.from, effect.value.to)) : Decoration.none
    return value.map(change.changes)
  },
  provide: self => EditorView.decorations.from(self),
})

/** Scrolls to the passage; says so where the text has it no more. */
export function showPassage(view: EditorView, quote: string): void {
  const place = placeOf(view.state.doc.toString(), quote)
  if (!place) {
    view.scrollDOM.scrollTo(0, 0)
    toast(t("finding.gone"))
    return
  }
  if (!view.state.field(shown, false)) view.dispatch({ effects: StateEffect.appendConfig.of(shown) })
  view.dispatch({
    selection: { anchor: place.to },
    effects: [show.of(place), EditorView.scrollIntoView(place.from, { y: "center" })],
  })
  untilTouched(() => view.dispatch({ effects: show.of(null) }))
}
