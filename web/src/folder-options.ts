/** How a pochette prints: what comes first, on which sides, in which size, for whom. */
import { html, nothing, type TemplateResult } from "lit-html"
import type { Options } from "./folder.ts"
import { icon } from "./icon.ts"
import { type Key, t } from "./words.ts"

const SWITCHES = ["cover", "contents", "twoSided"] as const

export function options(
  base: string,
  now: Options,
  change: (wish: Partial<Options>) => void,
): TemplateResult {
  const names = ({ target }: Event) =>
    change({ recipients: (target as HTMLTextAreaElement).value.split("\n").filter(name => name.trim()) })
  return html`<fieldset class="options"><legend>${t("folder.options")}</legend>
    ${SWITCHES.map(
      name => html`<label class="check"><input type="checkbox" .checked=${now[name]}
        @change=${({ target }: Event) => change({ [name]: (target as HTMLInputElement).checked })}>${t(
          `folder.${name}` as Key,
        )}</label>`,
    )}
    <label class="pick"><span>${t("folder.format")}</span><select class="input" @change=${({
      target,
    }: Event) => change({ format: (target as HTMLSelectElement).value as Options["format"] })}>
      <option value="note" ?selected=${now.format === "note"}>${t("folder.formatNote")}</option>
      <option value="large" ?selected=${now.format === "large"}>${t("folder.formatLarge")}</option>
    </select></label>
    <label class="field"><span>${t("folder.classification")}</span>
      <input class="input" maxlength="120" .value=${now.classification} placeholder=${t("folder.classificationHint")}
        @change=${({ target }: Event) => change({ classification: (target as HTMLInputElement).value })}></label>
    <details ?open=${now.recipients.length > 0}><summary>${t("folder.recipients")}</summary>
      <label class="field"><span class="hint">${t("folder.recipientsHint")}</span>
        <textarea class="input" rows="3" .value=${now.recipients.join("\n")} @change=${names}></textarea></label>
      ${
        now.recipients.length
          ? html`<ul class="copies" aria-label=${t("folder.copies")}>${now.recipients.map(
              (name, at) =>
                html`<li><a href=${`${base}/pochette.pdf?copy=${at + 1}`} target="_blank">${icon("printer")}${t(
                  "folder.copy",
                  { number: String(at + 1).padStart(2, "0"), name },
                )}</a></li>`,
            )}</ul>`
          : nothing
      }
    </details>
  </fieldset>`
}
