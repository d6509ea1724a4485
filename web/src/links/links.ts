/** Links in a text: the card, opening, typed and pasted addresses. Part of the extensions that are loaded late. */
import type { Extension } from "@codemirror/state"
import type { UndoManager } from "yjs"
import { linkCard } from "./card.ts"
import { withoutLink } from "./change.ts"
import { held } from "./held.ts"
import { opening } from "./open.ts"
import { linkTyping } from "./typing.ts"

/** `edit` opens the dialog. */
export function links(undo: () => UndoManager, edit: () => void): Extension {
  return [
    held,
    opening(),
    linkTyping(undo),
    linkCard({
      edit,
      takeAway(view, link) {
        undo().stopCapturing()
        view.dispatch(withoutLink(view.state, link))
        undo().stopCapturing()
        view.focus()
      },
    }),
  ]
}
