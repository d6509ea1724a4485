/** Syntax tree of a note, complete up to a place: the one that the editor draws may end before it. */
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language"
import type { EditorState } from "@codemirror/state"
import type { Tree } from "@lezer/common"

const PARSE_MS = 200

export const treeTo = (state: EditorState, to: number): Tree =>
  ensureSyntaxTree(state, Math.min(state.doc.length, to), PARSE_MS) ?? syntaxTree(state)
