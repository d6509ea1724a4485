/** Fields of the share dialog: recipient, expiry, password, and the print format. */
import { html, nothing } from "lit-html"
import { t } from "../words.ts"
import { carryField } from "./carry.ts"
import { ends, type Wish } from "./wish.ts"

/** `change` is called with what somebody has just filled in; a pochette has its format itself. */
export function fields(wish: Wish, now: Date, hasFormat: boolean, change: (part: Partial<Wish>) => void) {
  const text = (event: Event) => (event.target as HTMLInputElement | HTMLSelectElement).value
  return html`<label class="field"><span>${t("share.who")} <small>${t("share.whoText")}</small></span>
      <input class="input" name="label" maxlength="60" autocomplete="off" .value=${wish.label}
        @input=${(event: Event) => change({ label: text(event) })}></label>
    <div class="pair ends">
      <label class="field"><span>${t("share.end")}</span>
        <select class="input" name="until" .value=${wish.until} @change=${(event: Event) => change({ until: text(event) })}>
          <option value="">${t("share.noEnd")}</option>
          ${ends(now).map(({ at, name }) => html`<option value=${at} ?selected=${at === wish.until}>${name}</option>`)}
        </select></label>
      ${wish.right === "print" ? openings(wish, change, text) : carryField(wish.carry, carry => change({ carry }))}
    </div>
    ${asking(wish, change)}
    ${wish.right === "print" ? printed(wish, hasFormat, change, text) : nothing}`
}

type Change = (part: Partial<Wish>) => void
type Text = (event: Event) => string

const asking = (wish: Wish, change: Change) =>
  passwordField("link-password", wish.password, password => change({ password }), t("share.passwordText"))

function openings(wish: Wish, change: Change, text: Text) {
  return html`<label class="field"><span>${t("share.openings")}</span>
    <select class="input" name="openings" @change=${(event: Event) => change({ openings: text(event) })}>
      ${["", "1", "2", "5", "10"].map(
        count =>
          html`<option value=${count} ?selected=${count === wish.openings}>${
            count ? t("share.times", { count: Number(count) }) : t("share.noLimit")
          }</option>`,
      )}
    </select></label>`
}

function printed(wish: Wish, hasFormat: boolean, change: Change, text: Text) {
  return html`<div class="pair copy">
      <label class="field"><span>${t("share.recipient")} <small>${t("share.recipientText")}</small></span>
        <input class="input" name="recipient" maxlength="60" autocomplete="off" .value=${wish.recipient}
          @input=${(event: Event) => change({ recipient: text(event) })}></label>
      <label class="field"><span>${t("proof.copy")}</span>
        <input class="input" name="copy" inputmode="numeric" maxlength="4" autocomplete="off" placeholder="–" .value=${wish.copy}
          @input=${(event: Event) => change({ copy: text(event).replace(/\D/g, "") })}></label>
    </div>
    <div class="pair">
      <label class="field"><span>${t("share.text")}</span>
        <select class="input" name="text" @change=${(event: Event) => change({ text: text(event) as Wish["text"] })}>
          <option value="live" ?selected=${wish.text === "live"}>${t("share.live")}</option>
          <option value="frozen" ?selected=${wish.text === "frozen"}>${t("share.frozen")}</option>
        </select></label>
      ${hasFormat ? format(wish, change, text) : nothing}
    </div>
    ${hasFormat ? setting(wish, change, text) : nothing}`
}

function format(wish: Wish, change: Change, text: Text) {
  return html`<label class="field"><span>${t("share.format")}</span>
        <select class="input" name="format" @change=${(event: Event) => change({ format: text(event) as Wish["format"] })}>
          ${(["note", "large", "pocket"] as const).map(
            format =>
              html`<option value=${format} ?selected=${format === wish.format}>${t(`share.formats.${format}`)}</option>`,
          )}
        </select></label>`
}

/** How the note is set, with the names that the page of a print gives to it. */
function setting(wish: Wish, change: Change, text: Text) {
  const check = (name: "cover" | "margin" | "contents" | "pictures" | "addresses" | "numbers" | "holes") =>
    html`<label class="check"><input type="checkbox" .checked=${wish[name]}
        @change=${(event: Event) => change({ [name]: (event.target as HTMLInputElement).checked })}>${t(`proof.${name}`)}</label>`
  return html`<fieldset class="setting"><legend class="legend-text">${t("proof.layout")}</legend>
      <label class="check"><input type="checkbox" .checked=${wish.size === "larger"}
        @change=${(event: Event) => change({ size: (event.target as HTMLInputElement).checked ? "larger" : "normal" })}>${t("share.larger")}</label>
      ${check("cover")}${wish.format === "note" ? check("margin") : nothing}${check("contents")}${check("pictures")}${check("addresses")}${check("numbers")}${wish.format === "pocket" ? nothing : check("holes")}
      ${wish.format === "large" ? nothing : fit(wish, change, text)}
    </fieldset>`
}

const FIT = ["", "1", "2", "3", "4", "0"] as const

const fit = (wish: Wish, change: Change, text: Text) =>
  html`<label class="fit"><span>${t("share.fit")}</span>
      <select class="input" name="pages" @change=${(event: Event) => change({ pages: text(event) })}>
        ${FIT.map(pages => html`<option value=${pages} ?selected=${pages === wish.pages}>${fitName(pages)}</option>`)}
      </select></label>`

function fitName(pages: (typeof FIT)[number]): string {
  if (!pages) return t("proof.fitAuto")
  return pages === "0" ? t("proof.fitNot") : t("proof.inPages", { count: Number(pages) })
}

/** A password, typed or proposed so that it can be said on the telephone; `put` gets each value, `aside` is shown beside the label. */
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
