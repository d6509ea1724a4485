/** The QR code of a link over the whole screen, for a phone across a table. */
import "./code.css"
import { html, render } from "lit-html"
import { icon } from "../screen/icon.ts"
import { openModal } from "../screen/modal.ts"
import { t } from "../words.ts"

/** Escape, the button or a press anywhere closes it, and leaves the dialog below open. */
export function showCode(source: string): void {
  const dialog = document.createElement("dialog")
  dialog.className = "qr-full"
  dialog.setAttribute("aria-label", t("share.qr"))
  render(
    html`<img src=${source} alt=${t("share.qr")}><p>${t("share.qrScan")}</p>
      <button type="button" class="x" aria-label=${t("share.qrClose")}>${icon("x")}</button>`,
    dialog,
  )
  // Keys and closing are its own: the dialog below hears neither.
  dialog.addEventListener("click", () => dialog.close())
  dialog.addEventListener("cancel", event => event.stopPropagation())
  dialog.addEventListener("close", () => dialog.remove())
  document.body.append(dialog)
  openModal(dialog)
}
