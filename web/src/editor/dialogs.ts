/** Dialogs and forms beside the text: sharing, editions, erasing, pictures. */

import type { Extension } from "@codemirror/state"
import { catchBeside, pasting } from "../clipboard/paste.ts"
import { at } from "../screen/page.ts"
import type { Session } from "../session/session.ts"
import type { Editor } from "./editor.ts"
import { openPart, part } from "./parts.ts"

export function wireDialogs(editor: Editor): void {
  const { note, page } = editor
  editor.use({
    actions: {
      editions: () => openPart("editions", ({ editionsPanel }) => editionsPanel(`${note}/editions`)),
    },
  })
  at("share").addEventListener("click", () =>
    openPart("share", ({ shareDialog }) => shareDialog({ ...page, title: titleToTell() })),
  )
  /** The title goes along in a message, that of a classified note never. */
  function titleToTell(): string {
    const place = at("title")
    return editor.card.classification || place.classList.contains("untitled") ? "" : (place.textContent ?? "")
  }
  // The page that erases gets the selected passage. Only visitors who may write have the form.
  document.getElementById("erase")?.addEventListener("formdata", ({ formData }) => {
    const state = editor.view?.state
    const { from, to } = state?.selection.main ?? { from: 0, to: 0 }
    formData.set("text", state?.sliceDoc(from, to) ?? "")
  })
}

/** Files that are selected, pasted or dropped; gives the extension for pasting and dropping. */
export function wirePictures(editor: Editor): (session: Session) => Extension {
  const { note } = editor
  const take = (files: readonly File[]) =>
    openPart("picture", ({ takeFiles }) => editor.view && takeFiles(editor.view, note, files))
  catchBeside(files => editor.view && !editor.view.state.readOnly && take(files))
  editor.use({
    actions: {
      picture: () =>
        openPart(
          "picture",
          ({ pictureDialog }) => editor.view && pictureDialog(editor.view, `${note}/images`),
        ),
    },
  })
  return ({ undo }) => pasting({ note, undo, take, converter: () => part("paste") })
}
