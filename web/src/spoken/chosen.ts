/** The words for a block that is chosen whole: its kind, and what it says of itself. */
import type { EditorState } from "@codemirror/state"
import { chosenIn as blockIn } from "../hands/chosen.ts"
import { pictureAt } from "../hands/inline.ts"
import { boxesOf } from "../preview/fences.ts"
import { treeTo } from "../preview/tree.ts"
import { captionIn } from "../text/figures.ts"
import { plain } from "../text/plain.ts"
import { t } from "../words.ts"
import { boxName, codeName } from "./names.ts"

/** Empty where no block is all of the selection. */
export function chosenIn(state: EditorState): string {
  const { from, to, empty } = state.selection.main
  if (empty) return ""
  const picture = pictureAt(state, from)
  if (picture?.from === from && picture.to === to) return pictureSaid(state.sliceDoc(from, to))
  const block = blockIn(state, from, to)
  if (!block) return ""
  const box = boxesOf(state, treeTo(state, to)).find(one => one.from === from)
  return t("spoken.chosen", {
    name: box ? boxName(state, box) : codeName(state.doc.lineAt(from).text),
  })
}

function pictureSaid(text: string): string {
  const caption = captionIn(text)
  const said = caption ? plain(text.slice(caption.from, caption.to)) : (/^!\[([^\]]*)/.exec(text)?.[1] ?? "")
  return said.trim() ? t("spoken.picture", { said }) : t("spoken.bare")
}
