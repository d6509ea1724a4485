/** Line breaks in the cells of tables: `<br>` in the text, drawn as one. */
import { syntaxTree } from "@codemirror/language"
import type { EditorState } from "@codemirror/state"
import { Decoration, WidgetType } from "@codemirror/view"
import { BREAK } from "../text/cells.ts"
import type { Block } from "./blocks.ts"

/** Nodes in which the same letters are letters: those that paper reads so (export/note/line_breaks.py). */
const LETTERS = /^(?:Escape|InlineCode|Image|URL|LinkTitle|LinkLabel)$/

/** The line breaks between two places of one cell. */
export const breaksIn = (state: EditorState, from: number, to: number): Block[] =>
  Array.from(state.sliceDoc(from, to).matchAll(BREAK), ({ 0: text, index }) => ({
    from: from + index,
    to: from + index + text.length,
  })).filter(({ from }) => isBreak(state, from))

function isBreak(state: EditorState, at: number): boolean {
  for (let node = syntaxTree(state).resolveInner(at, 1); node.parent; node = node.parent)
    if (LETTERS.test(node.name)) return false
  return true
}

class Break extends WidgetType {
  override eq(): boolean {
    return true
  }

  override get lineBreaks(): number {
    return 1
  }

  toDOM(): HTMLElement {
    const held = document.createElement("span")
    held.append(document.createElement("br"))
    return held
  }
}

export const lineBreak = Decoration.replace({ widget: new Break() })
