/** Home: to the first letter of a line on the screen, behind the marks that open with it. */
import { EditorSelection } from "@codemirror/state"
import type { EditorView } from "@codemirror/view"
import type { Command } from "./command.ts"
import { shaped } from "./guard.ts"
import { headOf } from "./inline.ts"
import { lineOf } from "./lines.ts"

const to =
  (isExtended: boolean): Command =>
  (view: EditorView) => {
    const { state } = view
    const ranges = state.selection.ranges.map(range => {
      const { head } = view.moveToLineBoundary(range, false)
      const at = Math.max(head, headOf(state, lineOf(state, range.head)))
      return isExtended ? EditorSelection.range(range.anchor, at) : EditorSelection.cursor(at, 1)
    })
    const selection = EditorSelection.create(ranges, state.selection.mainIndex)
    view.dispatch({ selection, scrollIntoView: true, userEvent: "select", annotations: shaped.of(true) })
    return true
  }

export const toHead = to(false)
export const selectToHead = to(true)
