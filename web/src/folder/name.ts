/** The dialog for the name of a pochette: day, title and audience. */
import { html, nothing } from "lit-html"
import { icon } from "../screen/icon.ts"
import { panel } from "../screen/panel.ts"
import { t } from "../words.ts"
import type { Options } from "./api.ts"

/** `save` throws an error whose message is told. */
export function nameDialog(now: Options, save: (wish: Partial<Options>) => Promise<void>): void {
  const { dialog, draw } = panel("naming", t("folder.nameTitle"))
  const redraw = (trouble = "") =>
    draw(html`<form @submit=${submit}>
      <label class="field"><span>${t("folder.dayLabel")}</span>
        <input class="input" type="date" name="day" value=${now.day}><small>${t("folder.dayHint")}</small></label>
      <label class="field"><span>${t("folder.titleLabel")}</span>
        <input class="input" name="title" maxlength="120" value=${now.title}></label>
      <label class="field"><span>${t("folder.audienceLabel")}</span>
        <input class="input" name="audience" maxlength="120" value=${now.audience} placeholder=${t("folder.audienceHint")}></label>
      ${trouble ? html`<p class="problem" role="alert">${icon("triangle-alert")}${trouble}</p>` : nothing}
      <div class="actions"><button class="btn primary">${t("folder.save")}</button></div>
    </form>`)
  async function submit(event: Event): Promise<void> {
    event.preventDefault()
    const form = new FormData(event.target as HTMLFormElement)
    const said = (name: string) => String(form.get(name) ?? "")
    try {
      await save({ day: said("day"), title: said("title"), audience: said("audience") })
      dialog.close()
    } catch (error) {
      redraw(error instanceof TypeError || !(error instanceof Error) ? t("folder.trouble") : error.message)
    }
  }
  redraw()
}
