/** Keys of the caret: ↑ and ↓ over the gap between two blocks, in the column that they began in, and Home. Loaded late. */
import { EditorSelection, Prec } from "@codemirror/state"
import { keymap } from "@codemirror/view"
import { isGap } from "./blank.ts"
import type { Command } from "./command.ts"
import { selectToHead, toHead } from "./home.ts"
import { lineOf } from "./lines.ts"
import { objectsIn } from "./objects.ts"
import { overGap } from "./settle.ts"

/** So many lines at most: none stands beyond the gap at the end of a screen that is not drawn. */
const MOST = 9

const over =
  (isForward: boolean, isExtended: boolean): Command =>
  view => {
    const { state } = view
    const { main, ranges } = state.selection
    if (ranges.length > 1 || !(main.empty || isExtended)) return false
    const inGap = (at: number) => isGap(state, lineOf(state, at))
    let to = view.moveVertically(main, isForward)
    if (!inGap(to.head)) return false
    const edge = overGap(state, lineOf(state, to.head), isForward)
    for (let count = 0; count < MOST && inGap(to.head); count += 1) to = view.moveVertically(to, isForward)
    // A chart that is drawn has no line to land in: one comes into its source.
    const code = objectsIn(state, edge, edge).find(({ kind }) => kind === "code")
    const isOver = code && (isForward ? to.head > code.to : to.head < code.from)
    if (isOver || inGap(to.head)) to = EditorSelection.cursor(edge)
    const { head, assoc, goalColumn } = to
    const selection = isExtended
      ? EditorSelection.range(main.anchor, head, goalColumn)
      : EditorSelection.cursor(head, assoc, undefined, goalColumn)
    view.dispatch({ selection, scrollIntoView: true, userEvent: "select" })
    return true
  }

export const steps = Prec.high(
  keymap.of([
    { key: "Home", run: toHead, shift: selectToHead, preventDefault: true },
    { key: "ArrowUp", run: over(false, false), shift: over(false, true) },
    { key: "ArrowDown", run: over(true, false), shift: over(true, true) },
  ]),
)
