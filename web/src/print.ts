/** Printing: an edition of the frozen version, or of the text as it is. */
import "./styles/print.css"
import { html, nothing } from "lit-html"
import { ask } from "./ask.ts"
import type { Card } from "./card-header.ts"
import { panel } from "./panel.ts"
import { t } from "./words.ts"

const FORMATS = ["note", "large", "pocket"] as const

export interface Printing {
  /** Where editions are made and listed. */
  readonly editions: string
  /** The note as it is, without a number. */
  readonly pdf: string
}

export async function printPanel(at: Printing, card: Card): Promise<void> {
  const { dialog, draw } = panel("print", t("print.title"))
  let next = 0
  let refusal = ""

  const show = () =>
    draw(html`<form method="post" action=${at.editions} target="_blank" @submit=${() => setTimeout(() => dialog.close())}>
        ${
          card.frozen
            ? html`<fieldset><legend class="legend-text">${t("print.text")}</legend><div class="seg">
                <label><input type="radio" name="text" value="frozen" checked>${t("print.frozen", { version: card.frozen.version })}</label>
                <label><input type="radio" name="text" value="live">${t("print.live")}</label></div></fieldset>`
            : nothing
        }
        <fieldset><legend class="legend-text">${t("print.format")}</legend><div class="seg">${FORMATS.map(
          (one, index) =>
            html`<label><input type="radio" name="format" value=${one} ?checked=${index === 0}>${t(`print.${one}`)}</label>`,
        )}</div></fieldset>
        <label class="field"><span>${t("print.recipient")}</span><input class="input" name="recipient" maxlength="120"
          placeholder=${t("print.recipientHint")}></label>
        ${
          next > 1
            ? html`<label class="check"><input type="checkbox" name="bars" value="1"><span>${t("print.bars", { number: next - 1 })}</span></label>`
            : nothing
        }
        <p class="refusal" role="alert">${refusal}</p>
        <p class="actions"><a class="btn" href=${at.pdf} target="_blank" rel="noopener">${t("print.look")}</a>
          <button class="btn primary">${next ? t("print.go", { number: next }) : t("editor.print")}</button></p>
        <p class="hint">${t("print.hint")}</p>
      </form>`)

  show()
  const answer = await ask<{ next: number }>("GET", at.editions)
  if ("body" in answer) next = answer.body.next
  else refusal = answer.refusal
  if (dialog.isConnected) show()
}
