/** Keeps the text where it is on the screen while the width of the sheet changes. */
import type { EditorView } from "@codemirror/view"

export function keepInPlace(view: EditorView, change: () => void): void {
  const scroller = view.dom.closest(".doc")
  const top = scroller?.getBoundingClientRect().top ?? 0
  const block = view.lineBlockAtHeight(Math.max(0, top - view.documentTop))
  const before = view.documentTop + block.top
  change()
  view.requestMeasure({
    read: () => view.documentTop + view.lineBlockAt(Math.min(block.from, view.state.doc.length)).top,
    write(now) {
      if (scroller && now !== before) scroller.scrollTop += now - before
    },
  })
}
