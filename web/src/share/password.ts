/** The password of a link: typed, or proposed so that it can be said on the telephone. */
import { html } from "lit-html"
import { t } from "../words.ts"

/** `put` is called with what the field holds now; the server checks it. `aside` is said beside its name. */
export function passwordField(id: string, value: string, put: (password: string) => void, aside: string) {
  return html`<div class="secret">
    <label class="field"><span>${t("share.password")} <small>${aside}</small></span>
      <input class="input" id=${id} maxlength="128" autocomplete="off" autocapitalize="off" spellcheck="false"
        placeholder=${t("share.passwordLeast")} .value=${value}
        @input=${(event: Event) => put((event.target as HTMLInputElement).value)}></label>
    <button type="button" class="btn" @click=${() => put(proposed())}>${t("share.propose")}</button>
  </div>`
}

const CONSONANTS = "bdfglmnprstv"
const VOWELS = "aeiou"

/** Five syllables and four digits: `bolu-miretu-4821`, one of 7,776,000,000,000. */
function proposed(): string {
  const one = (of: string) => of[(crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % of.length] ?? ""
  const some = (count: number, make: () => string) => Array.from({ length: count }, make).join("")
  const syllable = () => one(CONSONANTS) + one(VOWELS)
  return `${some(2, syllable)}-${some(3, syllable)}-${some(4, () => one("0123456789"))}`
}
