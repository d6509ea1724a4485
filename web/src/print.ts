/** Printing: an edition of the frozen version or of the text as it is, and the editions that were printed. */
import "./styles/print.css"
import { html, nothing } from "lit-html"
import { ask } from "./ask.ts"
import type { Card } from "./card-header.ts"
import { type Edition, type Editions, editionList } from "./editions.ts"
import { panel } from "./panel.ts"
import { t } from "./words.ts"

const FORMATS = ["note", "large", "pocket"] as const
/** A sheet takes a moment to be printed; then the list has it. */
const LOOK_MS = 700
const LOOKS = 30

export interface Printing {
  /** Where editions are made and listed. */
  readonly editions: string
  /** The note as it is, without a number. */
  readonly pdf: string
}

export async function printPanel(at: Printing, card: Card): Promise<void> {
  const { dialog, draw } = panel("print", t("print.title"))
  let listed: Editions = { next: 0, editions: [] }
  let refusal = ""

  const show = () =>
    draw(html`<form method="post" action=${at.editions} target="_blank" @submit=${look}>
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
          listed.next > 1
            ? html`<label class="check"><input type="checkbox" name="bars" value="1"><span>${t("print.bars", { number: listed.next - 1 })}</span></label>`
            : nothing
        }
        <p class="refusal" role="alert">${refusal}</p>
        <p class="actions"><a class="btn" href=${at.pdf} target="_blank" rel="noopener">${t("print.look")}</a>
          <button class="btn primary">${listed.next ? t("print.go", { number: listed.next }) : t("editor.print")}</button></p>
        <p class="hint">${t("print.hint")}</p>
      </form>
      ${listed.editions.length > 0 ? editionList(listed.editions, close) : nothing}`)

  async function read(): Promise<void> {
    const answer = await ask<Editions>("GET", at.editions)
    if ("body" in answer) listed = answer.body
    refusal = "body" in answer ? "" : answer.refusal
    if (dialog.isConnected) show()
  }

  async function look(): Promise<void> {
    const { next } = listed
    for (let turn = 0; turn < LOOKS && dialog.isConnected && listed.next === next; turn++) {
      await new Promise(resolve => setTimeout(resolve, LOOK_MS))
      await read()
    }
  }

  async function close({ number }: Edition): Promise<void> {
    const answer = await ask("POST", `${at.editions.replace(/editions$/, "edition")}/${number}/close`)
    if ("refusal" in answer) refusal = answer.refusal
    await read()
  }

  show()
  await read()
}
