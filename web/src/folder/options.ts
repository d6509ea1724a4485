/** Print options of a pochette: cover, contents, sides, codes, numbers, holes, size and recipients. */
import { html, nothing, type TemplateResult } from "lit-html"
import { icon } from "../screen/icon.ts"
import { type Key, t } from "../words.ts"
import type { Options } from "./api.ts"

const SWITCHES = ["cover", "contents", "two_sided", "code", "numbers", "holes"] as const

export function options(
  base: string,
  now: Options,
  change: (wish: Partial<Options>) => void,
): TemplateResult {
  const said = ({ target }: Event) =>
    (target as HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement).value
  const lines = (event: Event) =>
    said(event)
      .split("\n")
      .filter(line => line.trim())
  const { recipients } = now
  return html`<fieldset class="options"><legend>${t("folder.options")}</legend>
    ${SWITCHES.map(
      name => html`<label class="check"><input type="checkbox" .checked=${now[name]}
        @change=${({ target }: Event) => change({ [name]: (target as HTMLInputElement).checked })}>${t(
          `folder.${name}` as Key,
        )}</label>`,
    )}
    <label class="pick"><span>${t("folder.format")}</span><select class="input" @change=${(event: Event) =>
      change({ format: said(event) as Options["format"] })}>
      <option value="note" ?selected=${now.format === "note"}>${t("folder.formatNote")}</option>
      <option value="large" ?selected=${now.format === "large"}>${t("folder.formatLarge")}</option>
    </select></label>
    <label class="field"><span>${t("folder.classification")}</span>
      <input class="input" maxlength="120" .value=${now.classification} placeholder=${t("folder.classificationHint")}
        @change=${(event: Event) => change({ classification: said(event) })}></label>
    <details ?open=${now.agenda.length > 0 || now.message !== ""}><summary>${t("folder.onCover")}</summary>
      <label class="field"><span>${t("folder.agenda")}</span>
        <textarea class="input" rows="4" placeholder=${t("folder.agendaExample")} .value=${now.agenda.join("\n")}
          @change=${(event: Event) => change({ agenda: lines(event) })}></textarea>
        <small>${t("folder.agendaHint")}</small></label>
      <label class="field"><span>${t("folder.message")}</span>
        <textarea class="input" rows="2" maxlength="400" placeholder=${t("folder.messageExample")} .value=${now.message}
          @change=${(event: Event) => change({ message: said(event) })}></textarea></label>
    </details>
    <details ?open=${recipients.length > 0}><summary>${t("folder.recipients")}</summary>
      <label class="field"><span class="vh">${t("folder.recipients")}</span>
        <textarea class="input" rows="3" placeholder=${t("folder.recipientsExample")} .value=${recipients.join("\n")}
          @change=${(event: Event) => change({ recipients: lines(event) })}></textarea>
        <small>${t("folder.recipientsHint")}</small></label>
      ${recipients.length ? [since(now, change), copies(base, recipients)] : nothing}
    </details>
  </fieldset>`
}

function since(now: Options, change: (wish: Partial<Options>) => void): TemplateResult {
  return html`<label class="check"><input type="checkbox" .checked=${now.since}
      @change=${({ target }: Event) => change({ since: (target as HTMLInputElement).checked })}>${t(
        "folder.since",
      )}</label><small>${t("folder.sinceHint")}</small>`
}

/** Each is an edition of its own, in a tab of its own. */
function copies(base: string, recipients: readonly string[]): TemplateResult {
  return html`<form method="post" action=${`${base}/editions`} target="_blank">
    <ul class="copies" aria-label=${t("folder.copies")}>${recipients.map(
      (name, at) =>
        html`<li><button class="btn ghost" name="copy" value=${at + 1}>${icon("printer")}<span>${t(
          "folder.copy",
          {
            number: String(at + 1).padStart(2, "0"),
            name,
          },
        )}</span></button></li>`,
    )}</ul>
  </form>`
}
