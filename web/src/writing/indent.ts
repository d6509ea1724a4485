/** Tab in a list indents the item, Shift-Tab outdents it; elsewhere Tab leaves the editor. */
import { syntaxTree } from "@codemirror/language"
import type { EditorState, Line, StateCommand } from "@codemirror/state"
import type { SyntaxNode } from "@lezer/common"

function itemOf(state: EditorState, line: Line): SyntaxNode | null {
  let node: SyntaxNode | null = syntaxTree(state).resolveInner(line.to, -1)
  while (node && node.name !== "ListItem") node = node.parent
  return node
}

function chosenLines(state: EditorState): Line[] {
  const { from, to } = state.selection.main
  const lines: Line[] = []
  for (let at = from; at <= to; at = state.doc.lineAt(at).to + 1) lines.push(state.doc.lineAt(at))
  return lines
}

/** The width of the mark above, which is what a child's line must be moved by. */
function step(state: EditorState, item: SyntaxNode): number {
  const above = item.prevSibling ?? item
  const mark = above.getChild("ListMark")
  return mark ? state.sliceDoc(mark.from, mark.to).length + 1 : 2
}

export const indentItem: StateCommand = ({ state, dispatch }) => {
  const lines = chosenLines(state)
  const first = lines[0] && itemOf(state, lines[0])
  if (!first || state.readOnly) return false
  // The first item of a list has nothing above it to go under.
  if (!first.prevSibling) return true
  const insert = " ".repeat(step(state, first))
  dispatch(
    state.update({ changes: lines.map(line => ({ from: line.from, insert })), userEvent: "input.indent" }),
  )
  return true
}

export const outdentItem: StateCommand = ({ state, dispatch }) => {
  const lines = chosenLines(state)
  const first = lines[0] && itemOf(state, lines[0])
  if (!first || state.readOnly) return false
  const parent = first.parent?.parent?.name === "ListItem" ? first.parent.parent : null
  if (!parent) return true
  const mark = parent.getChild("ListMark")
  const width = mark ? state.sliceDoc(mark.from, mark.to).length + 1 : 2
  const changes = lines.flatMap(line => {
    const space = /^ */.exec(line.text)?.[0].length ?? 0
    return space > 0 ? [{ from: line.from, to: line.from + Math.min(space, width) }] : []
  })
  dispatch(state.update({ changes, userEvent: "delete.dedent" }))
  return true
}
