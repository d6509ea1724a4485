/** Dialog with text that was written on this device and that the server never had: copied, then erased. */
import { copyText } from "../screen/clipboard.ts"
import { openModal } from "../screen/modal.ts"
import { type Key, t } from "../words.ts"

/** `why` says what became of the note; `erase` is called when the person says so. */
export function showRescued(text: string, why: Key, erase: () => void): void {
  const dialog = document.createElement("dialog")
  dialog.className = "panel small rescued"
  dialog.setAttribute("aria-labelledby", "rescued-title")
  const heading = made("h2", t("rescued.title"))
  heading.id = "rescued-title"
  const header = document.createElement("header")
  header.append(heading)
  const area = document.createElement("textarea")
  area.readOnly = true
  area.rows = 8
  area.value = text
  area.setAttribute("aria-label", t("rescued.text"))
  const copy = button("copy", "btn primary")
  const later = button("later", "btn")
  const away = button("erase", "btn")
  copy.addEventListener("click", async () => {
    copy.textContent = t((await copyText(text)) ? "banner.copied" : "rescued.notCopied")
  })
  later.addEventListener("click", () => dialog.close())
  away.addEventListener("click", () => {
    erase()
    dialog.close()
  })
  dialog.addEventListener("close", () => dialog.remove())
  const actions = document.createElement("p")
  actions.className = "actions"
  actions.append(later, away, copy)
  const inside = document.createElement("div")
  inside.className = "inside"
  inside.append(made("p", t(why)), area, actions)
  dialog.append(header, inside)
  document.body.append(dialog)
  openModal(dialog)
  copy.focus()
}

function button(name: "copy" | "later" | "erase", look: string): HTMLButtonElement {
  const button = document.createElement("button")
  button.type = "button"
  button.className = look
  button.textContent = t(`rescued.${name}`)
  return button
}

function made(tag: "h2" | "p", text: string): HTMLElement {
  const element = document.createElement(tag)
  element.textContent = text
  return element
}
