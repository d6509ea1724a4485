/** Pictures that are chosen, pasted or dropped, and everything else that is pasted into the text. */
import type { Extension } from "@codemirror/state"
import { catchBeside, pasting } from "../clipboard/paste.ts"
import type { Session } from "../session/session.ts"
import type { Editor } from "./editor.ts"
import { openPart, part } from "./parts.ts"

/** Gives the extension that handles pasting and dropping. */
export function wirePictures(editor: Editor): (session: Session) => Extension {
  const { note } = editor
  const pictures = (files?: readonly File[]) =>
    openPart(
      "picture",
      ({ pictureDialog }) => editor.view && pictureDialog(editor.view, `${note}/images`, files),
    )
  catchBeside(files => editor.view && !editor.view.state.readOnly && pictures(files))
  editor.use({ actions: { picture: () => pictures() } })
  return ({ undo }) => pasting({ note, undo, pictures, converter: () => part("paste") })
}
