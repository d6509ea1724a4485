/** A dialog of the page of a pochette: opened over the page, gone when it closes. */
import { html, render, type TemplateResult } from "lit-html"
import { icon } from "../screen/icon.ts"
import { t } from "../words.ts"

export interface Dialog {
  readonly element: HTMLDialogElement
  /** Draws what is inside, under the heading. */
  readonly draw: (inside: TemplateResult) => void
}

export function opened(name: string, heading: string): Dialog {
  const dialog = document.createElement("dialog")
  dialog.className = `panel ${name}`
  dialog.setAttribute("aria-labelledby", `${name}-title`)
  dialog.addEventListener("close", () => dialog.remove())
  // A press beside the dialog lands on the element itself, which has no padding of its own.
  dialog.addEventListener("pointerdown", event => event.target === dialog && dialog.close())
  const draw = (inside: TemplateResult) =>
    render(
      html`<header><h2 id=${`${name}-title`}>${heading}</h2>
          <button type="button" class="x" aria-label=${t("folder.close")} @click=${() => dialog.close()}>${icon("x")}</button>
        </header><div class="inside">${inside}</div>`,
      dialog,
    )
  document.body.append(dialog)
  return { element: dialog, draw }
}
