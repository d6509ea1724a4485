/** The sheets that were printed of a note: each with its text, its holder, and the page of its code. */
import { html, nothing, type TemplateResult } from "lit-html"
import { icon } from "./icon.ts"
import { clock, day } from "./when.ts"
import { t } from "./words.ts"

/** As the server lists them, see /n/{token}/editions. */
export interface Edition {
  readonly number: number
  readonly version: number
  readonly at: string
  readonly by: string
  readonly format: "note" | "large" | "pocket"
  readonly recipient: string
  readonly label: string
  readonly pdf: string
  /** Null once its code is closed. */
  readonly url: string | null
}

export interface Editions {
  readonly next: number
  readonly editions: readonly Edition[]
}

export function editionList(all: readonly Edition[], close: (one: Edition) => void): TemplateResult {
  return html`<section class="editions"><h3>${t("editions.title")}</h3><ul>${all.map(
    one =>
      html`<li>
        <a href=${one.pdf} target="_blank" rel="noopener">${t("editions.number", { number: one.number })}</a>
        <span class="about">${about(one)}</span>
        ${
          one.url
            ? html`<a class="x" href=${one.url} target="_blank" rel="noopener" title=${t("editions.code")}
                  aria-label=${t("editions.codeOf", { number: one.number })}>${icon("qr-code")}</a>
                <button type="button" class="x" title=${t("editions.close")} aria-label=${t("editions.closeOf", { number: one.number })}
                  @click=${() => close(one)}>${icon("eye-off")}</button>`
            : html`<small class="closed">${t("editions.closed")}</small>`
        }</li>`,
  )}</ul></section>`
}

function about({ version, at, by, format, recipient, label }: Edition): TemplateResult {
  const when = new Date(at)
  const facts = [
    t("editions.version", { version }),
    `${day(when, new Date())}, ${clock(when)}`,
    by,
    format === "note" ? "" : t(`print.${format}`),
  ]
  return html`${facts.filter(Boolean).join(" · ")}${recipient ? html`<br>${t("editions.for", { name: recipient })}` : nothing}
    <small>${label}</small>`
}
