/** Mouse selection: a press on a picture chooses it, three clicks choose the words of a block, without its mark and its line end. */
import { EditorSelection, type Extension, type SelectionRange } from "@codemirror/state"
import { EditorView, type MouseSelectionStyle } from "@codemirror/view"
import { headOf, pictureAt, type Range } from "./inline.ts"
import { lineOf, tailOf } from "./lines.ts"

const PICTURE = ".lp-picture, .lp-inline"

/** From one range to another, with the caret at the end of the second. */
const over = (own: Range, other: Range): SelectionRange =>
  other.from < own.from
    ? EditorSelection.range(Math.max(own.to, other.to), other.from)
    : EditorSelection.range(own.from, Math.max(own.to, other.to))

/** What a press chooses: `at` tells of each place what is chosen with it. */
function style(view: EditorView, press: MouseEvent, at: (event: MouseEvent) => Range): MouseSelectionStyle {
  let own = at(press)
  const kept = view.state.selection.main
  return {
    update({ changes }) {
      own = { from: changes.mapPos(own.from), to: changes.mapPos(own.to, 1) }
    },
    get(now, isExtended) {
      const range = over(isExtended ? { from: kept.anchor, to: kept.anchor } : own, at(now))
      return EditorSelection.create([range])
    },
  }
}

function pictureUnder(view: EditorView, target: EventTarget | null): Range | undefined {
  const shown = (target as Element | null)?.closest?.(PICTURE)
  return shown ? pictureAt(view.state, view.posAtDOM(shown)) : undefined
}

/** A tap is no press of a mouse to the editor, and leaves its caret to the browser. */
const taps = EditorView.domEventHandlers({
  click({ target, shiftKey }, view) {
    const { main } = view.state.selection
    const picture = shiftKey ? undefined : pictureUnder(view, target)
    if (!picture || !main.empty) return false
    view.focus()
    view.dispatch({ selection: { anchor: picture.from, head: picture.to }, userEvent: "select.pointer" })
    return true
  },
})

const presses = EditorView.mouseSelectionStyle.of((view, press) => {
  if (press.button !== 0) return null
  const place = ({ clientX: x, clientY: y }: MouseEvent) => view.posAtCoords({ x, y }, false)
  if (pictureUnder(view, press.target))
    return style(view, press, event => {
      const at = place(event)
      return pictureUnder(view, event.target) ?? { from: at, to: at }
    })
  // Whoever clicks once more means the same.
  if (press.detail < 3) return null
  return style(view, press, event => {
    const line = lineOf(view.state, place(event))
    return { from: headOf(view.state, line), to: tailOf(line) }
  })
})

export const blockClicks: Extension = [presses, taps]
