/** The quiet line of a pochette that says where it lies, and what its making could not take. */
import { html, nothing, type TemplateResult } from "lit-html"
import { icon } from "../screen/icon.ts"
import { t } from "../words.ts"
import type { Whereabouts } from "./api.ts"

/** Nothing where it can neither be put nor taken out, and is in none. */
export function whereabouts(where: Whereabouts, move: () => void): TemplateResult | typeof nothing {
  const mayMove = where.may_leave || where.into.length > 0
  if (!where.url && !mayMove) return nothing
  const said = where.url
    ? html`${t("pochettes.in")} <a href=${where.url}>${where.name}</a>`
    : html`${t("pochettes.loose")}`
  return html`<p class="where-in">${icon("folder-open")}<span>${said}</span>${
    mayMove
      ? html`<button type="button" class="link" @click=${move}>${t(
          where.url ? "pochettes.takeOut" : "pochettes.put",
        )}</button>`
      : nothing
  }</p>`
}

/** Told once, by the address to which the making of a pochette after another one leads. */
export function leftOut(count: number): TemplateResult | typeof nothing {
  return count
    ? html`<p class="left-out" role="status">${icon("triangle-alert")}<span>${t("pochettes.left", { count })}</span></p>`
    : nothing
}
