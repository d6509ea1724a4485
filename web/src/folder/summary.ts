/** Totals of a pochette (notes, pages, sheets, minutes), the progress of its print, and its editions. */
import { html, nothing, type TemplateResult } from "lit-html"
import { icon } from "../screen/icon.ts"
import { clock, day } from "../screen/when.ts"
import { readingTime } from "../text/reading-time.ts"
import { t } from "../words.ts"
import type { Edition, FolderNote, Options, Print } from "./api.ts"

export interface Summed {
  readonly notes: readonly FolderNote[]
  readonly folder: Options
  /** How far the print is; undefined before the server has said it. */
  readonly print: Print | undefined
  /** The last print that was ready. */
  readonly made: Print | undefined
  readonly trouble: string
  readonly isSlow: boolean
}

export function summary(now: Summed, again: () => void): TemplateResult {
  const { folder, made, print } = now
  const notes = now.notes.filter(({ withdrawn }) => !withdrawn)
  const count = notes.length
  const ready = notes.filter(({ status }) => status === "ready").length
  const sheets = folder.two_sided ? made?.sheets : null
  const sums = [
    t("folder.count", { count }),
    ...(count && made?.total ? [t("folder.pages", { count: made.total })] : []),
    ...(count && sheets ? [t("folder.sheets", { count: sheets })] : []),
    ...(count ? [readingTime(notes.reduce((sum, note) => sum + note.minutes, 0))] : []),
  ]
  const trouble = now.trouble || (print?.problem && !print.problem.note ? print.problem.message : "")
  return html`<div class="sums"><p>${sums.join(" · ")}</p>
    ${count ? html`<p class="ready"><b>${t("folder.ready", { count: ready, of: count })}</b></p>` : nothing}
    ${count && !trouble ? making(print) : nothing}
    ${now.isSlow && !trouble ? html`<p class="slow">${t("folder.slow")}</p>` : nothing}
    ${
      trouble
        ? html`<p class="problem" role="alert">${icon("triangle-alert")}<span>${trouble}
            <button type="button" class="link" @click=${again}>${t("folder.again")}</button></span></p>`
        : nothing
    }
  </div>`
}

function making(print: Print | undefined): TemplateResult | typeof nothing {
  if (print?.ready || print?.problem) return nothing
  const words = print?.of ? t("folder.makingOf", { done: print.done, of: print.of }) : t("folder.making")
  return html`<p class="making"><progress max=${print?.of || 1} value=${print?.done ?? 0} aria-label=${words}></progress
    ><span>${words}</span><small>${t("folder.leave")}</small></p>`
}

/** The editions, each with its PDF and the code on its cover, which can be closed. */
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
