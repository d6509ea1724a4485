/** Escape, then Tab or Shift+Tab, leaves the text (WCAG 2.1.2), however long one waits in between. */
import { type Extension, Prec } from "@codemirror/state"
import { EditorView, keymap, ViewPlugin, type ViewUpdate } from "@codemirror/view"
import { t } from "../words.ts"

/** A day, in ms: any other key ends it before. */
const LONG_MS = 86_400_000

/** After an Escape that nothing else has taken. CodeMirror's own handler of the key, which waits 2 s, runs behind this. */
const out = Prec.lowest(
  keymap.of([
    {
      key: "Escape",
      run(view) {
        if (view.state.readOnly) return false
        queueMicrotask(() => view.setTabFocusMode(LONG_MS))
        view.dispatch({ effects: EditorView.announce.of(t("listKeys.leaving")) })
        return false
      },
    },
  ]),
)

/** Who comes back begins anew. */
const back = EditorView.domEventObservers({
  blur(_event, view) {
    view.setTabFocusMode(false)
  },
  pointerdown(_event, view) {
    view.setTabFocusMode(false)
  },
})

/** The description of the text, until something is typed: a screen reader says it at each focus, also behind a menu. */
const hint = ViewPlugin.define(
  () => ({
    isHeard: false,
    update({ docChanged, view }: ViewUpdate) {
      this.isHeard ||= docChanged && view.hasFocus
    },
  }),
  {
    provide: self =>
      EditorView.contentAttributes.of(view =>
        view.state.readOnly || view.plugin(self)?.isHeard ? null : { "aria-describedby": "text-hint" },
      ),
  },
)

export const leaving: Extension = [out, back, hint]
