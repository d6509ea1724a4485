/** What is said above the list: without a network, refused, or while notes are still being read. */
import { html, nothing, type TemplateResult } from "lit-html"
import { t } from "../words.ts"
import type { Found } from "./ask.ts"

/** Nothing came, or the server has refused; `isQuery`: what was typed. */
export type Problem = "" | "failed" | { readonly words: string; readonly isQuery: boolean }

export function notices(
  problem: Problem,
  found: Found | undefined,
  isOffline: boolean,
  again: () => void,
): TemplateResult {
  const { building } = found ?? {}
  return html`<div role="status">
    ${isOffline && found ? html`<p class="notice">${offline(found)}</p>` : nothing}
    ${problem ? said(problem, again) : nothing}
    ${building ? html`<p class="notice">${t("finding.building", { done: building.done, all: building.all })}</p>` : nothing}
  </div>`
}

function offline({ looked: count, isCarried }: Found): string {
  if (count === 0) return t("finding.offlineNone")
  return isCarried ? t("finding.carried", { count }) : t("finding.offline", { count })
}

function said(problem: Exclude<Problem, "">, again: () => void): TemplateResult {
  if (problem !== "failed" && problem.isQuery) return html`<p class="notice">${problem.words}</p>`
  const words = problem === "failed" ? t("finding.failed") : problem.words
  return html`<p class="notice wrong"><span>${words}</span><button type="button" class="btn" @click=${again}>${t("finding.again")}</button></p>`
}
