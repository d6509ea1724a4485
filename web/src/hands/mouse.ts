/** Mouse selection: three clicks choose the words of a block, without its mark and its line end. */
import { EditorSelection } from "@codemirror/state"
import { EditorView } from "@codemirror/view"
import { headOf } from "./inline.ts"
import { lineOf } from "./lines.ts"

export const blockClicks = EditorView.mouseSelectionStyle.of((view, press) => {
  // Whoever clicks once more means the same.
  if (press.detail < 3 || press.button !== 0) return null
  let start = view.posAtCoords({ x: press.clientX, y: press.clientY }, false)
  const kept = view.state.selection
  const wordsAt = (at: number) => {
    const line = lineOf(view.state, at)
    return { from: headOf(view.state, line), to: line.to }
  }
  return {
    update({ changes }) {
      start = changes.mapPos(start)
    },
    get(now, isExtended) {
      const other = wordsAt(view.posAtCoords({ x: now.clientX, y: now.clientY }, false))
      const own = isExtended ? kept.main : wordsAt(start)
      const [from, to] = [Math.min(own.from, other.from), Math.max(own.to, other.to)]
      return other.from < own.from ? EditorSelection.single(to, from) : EditorSelection.single(from, to)
    },
  }
})
