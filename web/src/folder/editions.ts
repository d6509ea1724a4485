/** What was printed of a pochette: each print again, and the code on its cover, which can be closed. */
import { html, type TemplateResult } from "lit-html"
import { icon } from "../screen/icon.ts"
import { clock, day } from "../screen/when.ts"
import { t } from "../words.ts"
import type { Edition } from "./api.ts"

export function editionList(
  editions: readonly Edition[],
  now: Date,
  close: (edition: Edition) => void,
): TemplateResult {
  if (!editions.length) return html`<p class="hint">${t("folder.noEditions")}</p>`
  return html`<ul class="editions">${editions.map(edition => {
    const at = new Date(edition.at)
    const whose = edition.recipient ? ` · ${edition.recipient}` : ""
    return html`<li>
      <a href=${edition.pdf} target="_blank"><b>${t("editions.number", { number: edition.number })}</b>${whose}
        <small>${day(at, now)}, ${clock(at)} · ${t("folder.count", { count: edition.notes })}</small></a>
      ${
        edition.url
          ? html`<button type="button" class="x" title=${t("editions.close")}
              aria-label=${t("editions.closeOf", { number: edition.number })} @click=${() => close(edition)}>${icon("lock")}</button>`
          : html`<small class="shut">${t("editions.closed")}</small>`
      }
    </li>`
  })}</ul>`
}
