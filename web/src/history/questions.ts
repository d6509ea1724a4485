/** Dialogs before a moment is restored or named. */
import { html } from "lit-html"
import { panel } from "../screen/panel.ts"
import { clock, fullDay } from "../screen/when.ts"
import { t } from "../words.ts"

const when = (at: Date) => `${fullDay(at)}, ${clock(at)}`

/** Whether the note is to be as it was then. */
export function sureToRestore(at: Date): Promise<boolean> {
  const { dialog, draw } = panel("small", t("history.restoreTitle"))
  return new Promise(resolve => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "go"))
    draw(html`<p>${t("history.restoreText", { at: when(at) })}</p>
      <form method="dialog" class="actions"><button class="btn" value="">${t("history.cancel")}</button>
        <button class="btn primary" value="go">${t("history.restore")}</button></form>`)
  })
}

/** The name that this moment is to have; undefined when it gets none. */
export function nameMoment(at: Date): Promise<string | undefined> {
  const { dialog, draw } = panel("small", t("history.nameTitle"))
  return new Promise(resolve => {
    const named = (event: Event) => {
      event.preventDefault()
      const name = new FormData(event.target as HTMLFormElement).get("name")
      dialog.close(String(name).trim())
    }
    dialog.addEventListener("close", () => resolve(dialog.returnValue || undefined))
    draw(html`<form class="naming" @submit=${named}><p class="hint">${t("history.nameHint", { at: when(at) })}</p>
        <label class="field"><span>${t("history.nameLabel")}</span><input class="input" name="name" maxlength="120" required autofocus></label>
        <p class="actions"><button type="button" class="btn" @click=${() => dialog.close()}>${t("history.cancel")}</button>
          <button class="btn primary">${t("history.nameGo")}</button></p></form>`)
  })
}
