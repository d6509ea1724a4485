/** Nothing was found: where it was looked for, and how to look further. */
import { html, nothing, svg, type TemplateResult } from "lit-html"
import { day } from "../screen/when.ts"
import { t } from "../words.ts"
import type { Filters } from "./ask.ts"
import { statusName } from "./chips.ts"

export interface Widening {
  readonly words: string
  readonly looked: number
  readonly filters: Filters
  readonly scope: string
  choose(change: Partial<Filters>): void
  widen(): void
}

const FOLDER = svg`<svg class="drawing" viewBox="0 0 96 72" aria-hidden="true"><ellipse class="shade" cx="48" cy="68" rx="42" ry="3.500"/><path class="deep" d="M5 8q0-4 4-4h26q3 0 5 3l3 4h44q4 0 4 4v30H5z"/><path class="soft" d="M1 23q-.500-4 3.500-4h87q4 0 3.500 4l-4 40q-.500 4-4.500 4h-77q-4 0-4.500-4z"/><path class="mark" d="M33 43h6M42 43h6M51 43h6M60 43h2"/></svg>`

export function none(widening: Widening): TemplateResult {
  const { words, looked, filters, scope, choose, widen } = widening
  const { theme, status, who, since, archive } = filters
  const isFiltered = Boolean(theme || status || who || since)
  const where = [
    t("finding.looked", { count: looked }),
    theme && t("finding.lookedTheme", { name: theme }),
    status && t("finding.lookedStatus", { name: statusName(status) }),
    who && t("finding.lookedWho", { name: who }),
    since && t("finding.lookedSince", { day: day(new Date(`${since}T12:00`), new Date()) }),
    scope && t("finding.lookedIn", { name: scope }),
  ]
  const button = (label: string, press: () => void) =>
    html`<button type="button" class="btn" @click=${press}>${label}</button>`
  return html`<div class="none">${FOLDER}
    <h2>${words ? t("finding.nothing", { words }) : t("finding.nothingFiltered")}</h2>
    <p>${where.filter(Boolean).join("")}.</p>
    <p>${t(isFiltered ? "finding.tryFilter" : scope ? "finding.tryScope" : "finding.tryWord")}</p>
    <p class="go">
      ${theme ? button(t("finding.allThemes"), () => choose({ theme: "" })) : nothing}
      ${status ? button(t("finding.allStatuses"), () => choose({ status: "" })) : nothing}
      ${who ? button(t("finding.allPeople"), () => choose({ who: "" })) : nothing}
      ${since ? button(t("finding.allDays"), () => choose({ since: "" })) : nothing}
      ${scope ? button(t("finding.all"), widen) : nothing}
      ${archive ? nothing : button(t("finding.archive"), () => choose({ archive: true }))}
    </p>
  </div>`
}
