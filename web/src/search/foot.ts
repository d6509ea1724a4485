/** The foot of the dialog: its keys, and how a query is written. */
import { html, nothing, type TemplateResult } from "lit-html"
import { placeAt } from "../screen/popup.ts"
import { t } from "../words.ts"

const SIGNS = ["exact", "minus", "theme", "status", "who", "since", "act"] as const

export function foot(isAsking: boolean, unfolds: boolean, scope: string | undefined): TemplateResult {
  const key = (keys: string, does: string) => html`<span class="key"><kbd>${keys}</kbd>${does}</span>`
  return html`<footer>${key("↑ ↓", t("finding.choose"))}
    ${key(t("keys.enter"), t(isAsking ? "finding.openAt" : "finding.open"))}
    ${isAsking ? key(`${t("keys.mod")} ${t("keys.enter")}`, t("finding.newTab")) : nothing}
    ${unfolds ? key("→", t("finding.unfold")) : isAsking ? key(t("keys.tab"), t("finding.toFilters")) : nothing}
    <span class="grow"></span>
    ${isAsking ? nothing : html`<span class="reach">${scope ? t("finding.reachIn", { name: scope }) : t("finding.reach")}</span>`}
    <button type="button" class="help" popovertarget="finding-syntax">${t("finding.syntax")}</button>
    <div class="menu syntax" id="finding-syntax" popover @toggle=${opened}><dl>${SIGNS.map(
      sign =>
        html`<div><dt><code>${t(`finding.examples.${sign}`)}</code></dt><dd>${t(`finding.signs.${sign}`)}</dd></div>`,
    )}</dl><p class="hint">${t("finding.signs.last")}</p></div>
  </footer>`
}

function opened({ target, newState }: ToggleEvent): void {
  const menu = target as HTMLElement
  const opener = menu.previousElementSibling
  if (newState === "open" && opener) placeAt(menu, opener.getBoundingClientRect(), document.body, innerHeight)
}
