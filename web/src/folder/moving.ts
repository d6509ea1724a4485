/** The dialog that puts a pochette into a classeur or takes it out, with who will read it. */
import { html, nothing } from "lit-html"
import { icon } from "../screen/icon.ts"
import { panel } from "../screen/panel.ts"
import { t } from "../words.ts"
import type { Whereabouts } from "./api.ts"

/** `move` throws an error whose message is told; null takes it out. */
export function movingDialog(where: Whereabouts, move: (binder: string | null) => Promise<void>): void {
  const isOut = where.may_leave
  const { dialog, draw } = panel("moving", t(isOut ? "pochettes.outTitle" : "pochettes.putTitle"))
  let chosen = where.into[0]
  let isBusy = false

  const redraw = (trouble = "") =>
    draw(html`<form @submit=${submit}>
      ${isOut ? html`<p>${t("pochettes.outText", { name: where.name })}</p>` : choices()}
      ${trouble ? html`<p class="problem" role="alert">${icon("triangle-alert")}${trouble}</p>` : nothing}
      <div class="actions">
        <button type="button" class="btn" @click=${() => dialog.close()}>${t("binder.cancel")}</button>
        <button class="btn primary" ?disabled=${isBusy}>${t(isOut ? "pochettes.outGo" : "pochettes.putGo")}</button>
      </div>
    </form>`)
  const choices = () =>
    html`<ul class="choices">${where.into.map(
      one =>
        html`<li><label class="check"><input type="radio" name="binder" .checked=${one === chosen} @change=${() => {
          chosen = one
          redraw()
        }}><span><b>${one.name}</b></span></label></li>`,
    )}</ul>
    ${
      chosen
        ? html`<p aria-live="polite"><b>${t("pochettes.readers", { count: chosen.readers })}</b>, ${t(
            "pochettes.editors",
            {
              count: chosen.editors,
            },
          )}. ${t("pochettes.putText")}</p>`
        : nothing
    }`
  async function submit(event: Event): Promise<void> {
    event.preventDefault()
    isBusy = true
    redraw()
    try {
      await move(isOut ? null : (chosen?.id ?? null))
    } catch (error) {
      isBusy = false
      redraw(error instanceof TypeError || !(error instanceof Error) ? t("folder.trouble") : error.message)
    }
  }
  redraw()
}
