/** A toast with a button that takes back what it tells. */
import { at } from "../screen/page.ts"
import { toast } from "../screen/toast.ts"
import { t } from "../words.ts"

const SHOWN_MS = 10_000

export function undoable(text: string, undo: () => void): void {
  toast(text, SHOWN_MS)
  const place = at("toast")
  const button = document.createElement("button")
  button.type = "button"
  button.textContent = t("noteLinks.undo")
  // The text keeps the focus.
  button.addEventListener("mousedown", event => event.preventDefault())
  button.addEventListener("click", () => {
    place.hidden = true
    undo()
  })
  place.append(" ", button)
}
