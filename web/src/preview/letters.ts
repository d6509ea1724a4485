/** Letters are measured in a plain line, whatever the lines in view look like. */
import type { EditorView } from "@codemirror/view"

interface Drawn {
  readonly tile: { readonly dom: HTMLElement }
  measureTextSize(): unknown
}

/**
 * CodeMirror measures the first short line that it finds, and forgets the heights of all lines when that one is higher or
 * lower than the last: with headings and code in a note it would do so at every jump, and move what is in view.
 */
export function measurePlainLetters(view: EditorView): void {
  const { docView } = view as unknown as { docView: Drawn }
  const drawn: Drawn = Object.getPrototypeOf(docView)
  const measure = drawn.measureTextSize
  drawn.measureTextSize = function () {
    const { dom } = this.tile
    return measure.call(Object.create(this, { tile: { value: { dom, blockTiles: () => undefined } } }))
  }
}
