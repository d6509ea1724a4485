/** Paste and drop: files go to their dialog, HTML becomes Markdown, plain text stays as it is. */
import type { Extension } from "@codemirror/state"
import { EditorView } from "@codemirror/view"
import type { UndoManager } from "yjs"
import { lines } from "../hands/put.ts"

export interface Clip {
  /** Empty where there is none. */
  readonly html: string
  readonly text: string
  /** Its letters go in as they are. */
  readonly isPlain: boolean
  /** Whether it was copied in a note: each of its line ends has its meaning. */
  readonly isNote: boolean
}

export interface Pasting {
  /** The path of this note. */
  readonly note: string
  readonly undo: UndoManager
  take(files: readonly File[]): unknown
  /** Loads the converter to Markdown; undefined where it is not loaded yet and there is no network. */
  converter(): Promise<Converter | undefined>
}

export interface Converter {
  take(view: EditorView, clip: Clip, note: string): void
}

/** How the guard of blocks knows lines of a note. */
export const eventOf = ({ isNote }: Clip): string => (isNote ? "input.paste.note" : "input.paste")

/** As web/src/clipboard/html.ts marks it. */
export const OURS = /<div data-pochette/

/** Without this, a file dropped beside the text would replace the page. */
export function catchBeside(take: (files: readonly File[]) => unknown): void {
  addEventListener("dragover", event => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault()
  })
  addEventListener("drop", event => {
    if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return
    event.preventDefault()
    if (!document.querySelector("dialog[open]")) take([...event.dataTransfer.files])
  })
}

export function pasting({ note, undo, take, converter }: Pasting): Extension {
  /** Whether Ctrl+V pastes: from a menu, or with Shift, lines with tabs stay as they are. */
  let isKey = false

  async function insert(view: EditorView, clip: Clip): Promise<void> {
    const converting = await converter()
    // A paste is one step of undo, apart from typing before and after.
    undo.stopCapturing()
    if (converting) converting.take(view, clip, note)
    else view.dispatch(view.state.replaceSelection(clip.text), { userEvent: eventOf(clip) })
    undo.stopCapturing()
  }

  return EditorView.domEventHandlers({
    keydown(event) {
      if (event.key.toLowerCase() === "v") isKey = (event.ctrlKey || event.metaKey) && !event.shiftKey
    },
    paste({ clipboardData: data }, view) {
      if (!data || view.state.readOnly) return false
      const html = data.getData("text/html")
      const text = data.getData("text/plain")
      // Text copied from a note is inserted as its source.
      const isNote = OURS.test(html)
      const words = { html: isNote ? "" : html, text, isNote }
      const isTabbed = isKey && text.includes("\t")
      // Programmers' editors dress their letters in colours.
      const isPlain = !(words.html || isTabbed) || data.types.includes("vscode-editor-data")
      const clip = { ...words, isPlain }
      const files = [...data.files]
      const isEarly = text.includes("\n") && !view.state.facet(lines)
      isKey = false
      // Sheets copy a picture of their cells as well.
      if (files.length > 0 && !(clip.html && text.trim())) take(files)
      else if (isEarly || !isPlain || (isNote && text.includes("\n"))) void insert(view, clip)
      else return false
      return true
    },
    drop(event, view) {
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length === 0 || view.state.readOnly) return false
      view.dispatch({
        selection: { anchor: view.posAtCoords({ x: event.clientX, y: event.clientY }, false) },
      })
      take(files)
      return true
    },
  })
}
