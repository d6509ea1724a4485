/** For how long a device keeps what it takes along by a link: the field, and its words. */
import { html } from "lit-html"
import { type Key, t } from "../words.ts"

/** Hours on offer; 0: nothing is taken along. */
const HOURS = [0, 24, 72, 168, 336]
/** What a link says where its maker has said nothing else. */
export const USUAL_HOURS = "24"

/** `hours` as text; those that a program has set are on offer too. */
export function carryField(hours: string, put: (hours: string) => void) {
  const offered = [...new Set([...HOURS, Number(hours)])].sort((a, b) => a - b)
  return html`<label class="field"><span>${t("share.carry")}</span>
    <select class="input" name="carry" @change=${(event: Event) => put((event.target as HTMLSelectElement).value)}>
      ${offered.map(
        one => html`<option value=${one} ?selected=${String(one) === hours}>${carryWords(one)}</option>`,
      )}
    </select></label>`
}

/** `24 h`, `3 jours`, `non`. */
export const carryWords = (hours: number) =>
  HOURS.includes(hours) ? t(`share.carryFor.${hours}` as Key) : t("share.carryHours", { count: hours })
