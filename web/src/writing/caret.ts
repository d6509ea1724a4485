/** Keeps the caret of the browser where that of the editor is: letters are typed at the first one. */
import type { Extension } from "@codemirror/state"
import { EditorView, type ViewUpdate } from "@codemirror/view"

/**
 * A browser moves its caret when the node that it stands in is written anew, and CodeMirror, which remembers where it
 * set it last, leaves it there: the next letter came at the head of the line, or in another one.
 */
function putBack({ view, state, docChanged, selectionSet }: ViewUpdate): void {
  const { main } = state.selection
  if (!(docChanged || selectionSet) || !main.empty || view.composing || !view.hasFocus) return
  const told = document.getSelection()
  if (!told?.focusNode || !view.contentDOM.contains(told.focusNode)) return
  if (told.isCollapsed && view.posAtDOM(told.focusNode, told.focusOffset) === main.head) return
  const { node, offset } = view.domAtPos(main.head, main.assoc < 0 ? -1 : 1)
  const isThere = told.isCollapsed && told.focusNode === node && told.focusOffset === offset
  if (!isThere && view.posAtDOM(node, offset) === main.head) told.collapse(node, offset)
}

export const sameCaret: Extension = EditorView.updateListener.of(putBack)
