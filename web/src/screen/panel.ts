/** A modal dialog with a title and a button that closes; it is removed when it closes. */
import { html, render, type TemplateResult } from "lit-html"
import { t } from "../words.ts"
import { icon } from "./icon.ts"
import { openModal } from "./modal.ts"

export interface Panel {
  readonly dialog: HTMLDialogElement
  /** Shows this under the title, and opens the dialog the first time. */
  draw(inside: TemplateResult): void
}

/** `name` is the class of its styles; no two of one name are open. */
export function panel(name: string, title: string): Panel {
  const dialog = document.createElement("dialog")
  dialog.className = `panel ${name}`
  dialog.setAttribute("aria-labelledby", `${name}-title`)
  dialog.addEventListener("close", () => dialog.remove())
  // A press beside the dialog lands on the element itself, which has no padding of its own.
  dialog.addEventListener("pointerdown", event => event.target === dialog && dialog.close())
  document.body.append(dialog)
  let isNew = true
  return {
    dialog,
    draw(inside) {
      render(
        html`<header><h2 id=${`${name}-title`}>${title}</h2>
            <button type="button" class="x" aria-label=${t("panel.close")} @click=${() => dialog.close()}>${icon("x")}</button></header>
          <div class="inside">${inside}</div>`,
        dialog,
      )
      if (isNew) openModal(dialog)
      isNew = false
    },
  }
}
