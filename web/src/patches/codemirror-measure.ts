/** Patch of CodeMirror: line heights are estimated from a plain line, never from a heading (docs/upstream/codemirror-measure.md). */
import type { EditorView } from "@codemirror/view"

/** The private part that is patched: the drawn document (`view.docView`), an instance of `DocView`. */
interface DocView {
  readonly tile: { readonly dom: HTMLElement }
  measureTextSize(): unknown
}

/**
 * `measureTextSize` takes the first line of 20 letters or less that is drawn, and CodeMirror forgets the heights of all lines when
 * the result changes. With headings and code in a note that happens at jumps, and moves the text in view. Without
 * lines to choose from, it measures one of its own, which is plain.
 */
export function measurePlainLine(view: EditorView): void {
  const { docView } = view as unknown as { docView: DocView }
  const prototype: DocView = Object.getPrototypeOf(docView)
  const measure = prototype.measureTextSize
  prototype.measureTextSize = function () {
    const { dom } = this.tile
    return measure.call(Object.create(this, { tile: { value: { dom, blockTiles: () => undefined } } }))
  }
}
