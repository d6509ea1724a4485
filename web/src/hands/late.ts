/** What the guard of blocks does without at the first paint: lines that are pasted, compositions, and the mouse. Part, loaded late. */
import { type Extension, StateEffect } from "@codemirror/state"
import type { EditorView } from "@codemirror/view"
import { composing } from "./composed.ts"
import { typed } from "./guard.ts"
import { blockClicks } from "./mouse.ts"
import { overFiguresFilter } from "./over-figures.ts"
import { overGapsFilter } from "./over-gaps.ts"
import { pasted } from "./paste.ts"
import { lines, several } from "./put.ts"
import { merged } from "./several.ts"

export const hands: Extension = [
  lines.of(pasted),
  several.of(merged),
  composing(typed),
  blockClicks,
  overFiguresFilter,
  overGapsFilter,
]

/** Lines that are pasted before the rest of the page has come are kept whole too. */
export function readyForLines(view: EditorView): void {
  if (!view.state.facet(lines)) view.dispatch({ effects: StateEffect.appendConfig.of(lines.of(pasted)) })
}
