/** Dialogs and forms of the page that need little of the text: sharing, editions, erasing. */

import { at } from "../screen/page.ts"
import type { Editor } from "./editor.ts"
import { openPart } from "./parts.ts"

export function wireDialogs(editor: Editor): void {
  const { note, page } = editor
  editor.use({
    actions: {
      editions: () => openPart("editions", ({ editionsPanel }) => editionsPanel(`${note}/editions`)),
    },
  })
  at("share").addEventListener("click", () => openPart("share", ({ shareDialog }) => shareDialog(page)))
  // The page that erases gets the selected passage. Only visitors who may write have the form.
  document.getElementById("erase")?.addEventListener("formdata", ({ formData }) => {
    const state = editor.view?.state
    const { from, to } = state?.selection.main ?? { from: 0, to: 0 }
    formData.set("text", state?.sliceDoc(from, to) ?? "")
  })
}
