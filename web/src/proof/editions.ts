/** The panel of printed editions: each with its recipient, its PDF, and the page of its code. */
import "./editions.css"
import { html, nothing, type TemplateResult } from "lit-html"
import { ask } from "../screen/ask.ts"
import { icon } from "../screen/icon.ts"
import { panel } from "../screen/panel.ts"
import { clock, day } from "../screen/when.ts"
import { t } from "../words.ts"

/** As the server lists them, see /n/{token}/editions. */
export interface Edition {
  readonly number: number
  readonly version: number
  readonly at: string
  readonly by: string
  readonly format: "note" | "large" | "pocket"
  readonly recipient: string
  readonly copy: number | null
  /** Whether what was said beside the note is printed behind it; absent where that cannot be. */
  readonly comments?: boolean
  readonly label: string
  readonly pdf: string
  /** Null once its code is closed. */
  readonly url: string | null
}

interface Editions {
  readonly next: number
  readonly editions: readonly Edition[]
}

/** `url` is where the note lists its editions; its page has "eye-off", "printer", "qr-code" and "x" in its sprite. */
export async function editionsPanel(url: string): Promise<void> {
  const { dialog, draw } = panel("editions", t("editions.title"))
  let all: readonly Edition[] | undefined
  let refusal = ""
  /** Number of the edition whose code is about to be closed. */
  let closing: number | undefined

  const show = () => draw(html`<p class="refusal" role="alert">${refusal}</p>${list()}`)

  const list = () => {
    if (!all) return refusal ? nothing : html`<p class="hint">${t("editions.loading")}</p>`
    if (all.length === 0) return html`<p class="none">${icon("printer")}${t("editions.none")}</p>`
    return html`<ul>${all.map(row)}</ul>`
  }

  const row = (one: Edition) => html`<li>
      <a class="number" href=${one.pdf} target="_blank" rel="noopener" aria-label=${t("editions.pdfOf", { number: one.number })}>${t(
        "editions.number",
        { number: one.number },
      )}</a>
      <p class="about">${about(one)}</p>
      ${
        one.url
          ? html`<a class="x" href=${one.url} target="_blank" rel="noopener" title=${t("editions.code")}
                aria-label=${t("editions.codeOf", { number: one.number })}>${icon("qr-code")}</a>
              <button type="button" class="x" title=${t("editions.close")} aria-label=${t("editions.closeOf", { number: one.number })}
                aria-expanded=${closing === one.number} @click=${() => doubt(one.number)}>${icon("eye-off")}</button>`
          : html`<small class="shut">${t("editions.closed")}</small>`
      }
      ${closing === one.number ? sure(one) : nothing}</li>`

  const sure = (
    one: Edition,
  ) => html`<div class="sure" role="group" aria-label=${t("editions.closeOf", { number: one.number })}>
      <p>${t("editions.closeSure", { number: one.number })}</p>
      <p class="actions"><button type="button" class="btn" @click=${() => doubt()}>${t("editions.closeNo")}</button>
        <button type="button" class="btn danger" @click=${() => close(one)}>${t("editions.close")}</button></p></div>`

  async function read(): Promise<void> {
    const answer = await ask<Editions>("GET", url)
    if ("body" in answer) all = answer.body.editions
    else refusal = answer.refusal
    if (dialog.isConnected) show()
  }

  /** Asks before the code of that edition is closed; undefined for none. */
  function doubt(number?: number): void {
    closing = number
    show()
    dialog.querySelector<HTMLElement>(".sure .danger")?.focus()
  }

  async function close({ number }: Edition): Promise<void> {
    closing = undefined
    const answer = await ask("POST", `${url.replace(/editions$/, "edition")}/${number}/close`)
    refusal = "refusal" in answer ? answer.refusal : ""
    await read()
  }

  show()
  await read()
}

function about({ version, at, by, format, recipient, copy, comments, label }: Edition): TemplateResult {
  const when = new Date(at)
  const facts = [
    t("editions.version", { version }),
    format === "note" ? "" : t(`print.${format}`),
    comments ? t("editions.comments") : "",
    by,
  ]
  const holder = [copy ? t("editions.copy", { number: String(copy).padStart(2, "0") }) : "", recipient]
  return html`<b>${day(when, new Date())}, ${clock(when)}</b> ${facts.filter(Boolean).join(" · ")}
    ${holder.some(Boolean) ? html`<span>${holder.filter(Boolean).join(" — ")}</span>` : nothing}<small>${label}</small>`
}
