/** A command of the editor: true where it has done something. */
import type { EditorView } from "@codemirror/view"

export type Command = (view: EditorView) => boolean
