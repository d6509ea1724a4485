/** State and view of the text: the first screens parsed before they are drawn, and a redraw where an update fails. */
import { ensureSyntaxTree } from "@codemirror/language"
import { EditorState, type Extension, Text, type Transaction } from "@codemirror/state"
import { EditorView } from "@codemirror/view"
import { measurePlainLine } from "../patches/codemirror-measure.ts"
import { at } from "../screen/page.ts"
import { t } from "../words.ts"

/** As many letters as the server draws before the editor is there (export/note/first_paint.py). */
const FIRST_PAINT = 6_000
const PARSE_MS = 2_000

/** Parses the first screens before they are drawn: CodeMirror takes 20 ms, and draws the marks of the rest as letters. */
export function parsedState(text: string, extensions: Extension): EditorState {
  const state = EditorState.create({ doc: Text.of(text.split("\n")), extensions })
  ensureSyntaxTree(state, Math.min(FIRST_PAINT, state.doc.length), PARSE_MS)
  // A state holds the tree of its own beginning: the next one has the tree that was parsed since.
  return state.update({}).state
}

export function openView(state: EditorState): EditorView {
  const parent = at("editor")
  parent.replaceChildren()
  const view = new EditorView({ parent, state, dispatchTransactions: updateOrRedraw })
  measurePlainLine(view)
  return view
}

/** Says on the sheet that this browser cannot show the text. */
export function sayNotOpened(): void {
  const told = document.createElement("p")
  told.role = "alert"
  told.textContent = t("editor.notOpened")
  at("editor").replaceChildren(told)
}

/** Redraws the whole text where an update throws: else no key would work until the page is reloaded. */
function updateOrRedraw(changes: readonly Transaction[], view: EditorView): void {
  try {
    view.update(changes)
  } catch (error) {
    // The state was not taken: the caller dispatched at a wrong moment.
    if (view.state !== changes.at(-1)?.state) throw error
    console.error(error)
    view.setState(view.state)
  }
}
