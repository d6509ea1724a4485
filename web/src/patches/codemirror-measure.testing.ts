/** Editor whose first line is a heading, which tests/journeys/test_patches.py opens with the patch and without. */
import { Text } from "@codemirror/state"
import { Decoration, EditorView } from "@codemirror/view"
import { measurePlainLine } from "./codemirror-measure.ts"

const LINES = 40

function open(isPatched: boolean): EditorView {
  const doc = Text.of(Array.from({ length: LINES }, (_, line) => `line ${line}`))
  const heading = Decoration.line({ attributes: { style: "font-size: 3em" } }).range(0)
  const extensions = EditorView.decorations.of(Decoration.set(heading))
  const view = new EditorView({ parent: document.body, doc, extensions })
  if (isPatched) measurePlainLine(view)
  return view
}

/** CodeMirror measures in the next frame. */
const measured = (): Promise<unknown> =>
  new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))

/** Estimated height of a line in pixels. */
export async function lineHeight(isPatched: boolean): Promise<number> {
  const view = open(isPatched)
  await measured()
  return view.defaultLineHeight
}
