/** Enter: continues a list, or ends it with a blank line as on paper; elsewhere it keeps the indent. */
import { insertNewlineKeepIndent } from "@codemirror/commands"
import { insertNewlineContinueMarkupCommand } from "@codemirror/lang-markdown"
import { syntaxTree } from "@codemirror/language"
import { EditorSelection, type EditorState, type Line, type StateCommand } from "@codemirror/state"
import type { SyntaxNode } from "@lezer/common"

const EMPTY_ITEM = /^\s*(?:[-*+]|\d{1,9}[.)])(?:[ ]+\[[ xX]\])?[ \t]*$/

const goOn = insertNewlineContinueMarkupCommand({ nonTightLists: false })

/** Replaces `line`, which holds only the mark of an item, by the blank line that ends the block above. */
function leave(state: EditorState, line: Line): ReturnType<EditorState["update"]> {
  const isBlankBefore = line.number === 1 || state.doc.line(line.number - 1).length === 0
  const insert = isBlankBefore ? "" : "\n"
  return state.update({
    changes: { from: line.from, to: line.to, insert },
    selection: EditorSelection.cursor(line.from + insert.length),
    scrollIntoView: true,
    userEvent: "input",
  })
}

/** How many nodes called `name` hold the place before `at`. */
function depth(state: EditorState, at: number, name: string): number {
  let count = 0
  for (let node: SyntaxNode | null = syntaxTree(state).resolveInner(at, -1); node; node = node.parent)
    if (node.name === name) count += 1
  return count
}

const leaveList: StateCommand = ({ state, dispatch }) => {
  const { main, ranges } = state.selection
  const line = state.doc.lineAt(main.head)
  if (!main.empty || ranges.length > 1 || !EMPTY_ITEM.test(line.text) || main.head < line.to) return false
  if (depth(state, line.to, "ListItem") !== 1) return false
  dispatch(leave(state, line))
  return true
}

/** In place of the Enter of CodeMirror's keymap, which indents as programs are: spaces for tabs, and `()` on three lines. */
export const enter: StateCommand = target =>
  leaveList(target) || goOn(target) || insertNewlineKeepIndent(target)
