/** The names of blocks, as a screen reader says them. */
import type { EditorState } from "@codemirror/state"
import { NAMES } from "../preview/boxes.ts"
import { type Box, SIGNS } from "../preview/fences.ts"
import { t } from "../words.ts"

/** The title of a box, or the name of its kind. */
export function boxName({ doc }: EditorState, { from, name }: Box): string {
  const { text } = doc.lineAt(from)
  const title = text.slice(SIGNS.exec(text)?.[0].length ?? 0).trim()
  return title || kindName({ name })
}

export const kindName = ({ name }: Pick<Box, "name">): string => t(NAMES[name])

/** Of the line that begins a block of code. */
export const codeName = (fence: string): string =>
  /^\s*[`~]{3,}\s*(graphique|chart)\b/.test(fence) ? t("blocks.chart") : t("spoken.code")
