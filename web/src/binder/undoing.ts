/** What was just done, told with a button that undoes it for ten seconds, as Ctrl+Z does. */
import { at } from "../screen/page.ts"
import { t } from "../words.ts"

const SHOWN_MS = 10_000

let undo: (() => Promise<void>) | undefined
let timer = 0

/** `label`: of the button, where it does not undo. */
export function tellDone(text: string, undoing?: () => Promise<void>, label = t("list.undo")): void {
  undo = undoing
  const place = at("done")
  const said = document.createElement("span")
  said.textContent = text
  place.replaceChildren(said)
  if (undoing) {
    const button = document.createElement("button")
    button.type = "button"
    button.className = "btn"
    button.textContent = label
    button.addEventListener("click", () => void undoLast())
    place.append(button)
  }
  clearTimeout(timer)
  // It stays while its button has the focus.
  const hide = () => {
    if (place.contains(document.activeElement)) timer = window.setTimeout(hide, SHOWN_MS)
    else forget()
  }
  timer = window.setTimeout(hide, SHOWN_MS)
}

/** Whether there was something to undo. */
export function undoLast(): boolean {
  const work = undo
  if (!work) return false
  forget()
  void work()
  return true
}

function forget(): void {
  undo = undefined
  clearTimeout(timer)
  at("done").replaceChildren()
}
