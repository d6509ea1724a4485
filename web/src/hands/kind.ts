/** The kind of a line, as the toolbar names it. */
import type { EditorState } from "@codemirror/state"
import { type Block, lineOf } from "./lines.ts"

/** Those that a button of the toolbar sets and takes away. */
export const TOGGLED = ["bullet", "number", "task", "quote"] as const

export type LineKind = (typeof TOGGLED)[number] | "text" | `h${1 | 2 | 3 | 4 | 5 | 6}`

export function kindOfBlock({ kind, quote, marker, task }: Block): LineKind {
  if (kind === "heading") return `h${marker.length as 1}`
  if (kind === "item") return task ? "task" : /\d/.test(marker) ? "number" : "bullet"
  return quote ? "quote" : "text"
}

/** The kind of the line of the caret. */
export const kindOf = (state: EditorState): LineKind => kindOfBlock(lineOf(state, state.selection.main.head))
