/** The panel of a new link: its right and its options, then its address and the ways to pass it on. */
import { html, nothing } from "lit-html"
import { icon } from "../screen/icon.ts"
import { t } from "../words.ts"
import type { Kind, Listing } from "./api.ts"
import { fields } from "./fields.ts"
import { posting } from "./passing.ts"
import { givesText, type RIGHTS, WORDS } from "./rights.ts"
import { type Wish, when } from "./wish.ts"

export interface Making {
  readonly of: Kind
  readonly now: Date
  readonly wish: Wish
  readonly offered: typeof RIGHTS
  readonly gives: Listing["gives"]
  /** When the link of who makes one ends, and so what is made. */
  readonly endsAt: Listing["ends_at"]
  /** Whether links of one's own can be made. */
  readonly makes: boolean
  readonly isBusy: boolean
  readonly mailAt: string | undefined
  /** The ways to pass on the link that is there already; undefined where one has to be made. */
  readonly ways: unknown
  change(part: Partial<Wish>): void
  make(): void
}

export function makingPanel(making: Making) {
  const { of, now, wish, offered, change } = making
  return html`<fieldset class="role"><legend class="legend-text">${t("share.role")}</legend>
      <div class="seg">${offered.map(
        one =>
          html`<label><input type="radio" name="right" .checked=${one.right === wish.right}
            @change=${() => change({ right: one.right })}>${icon(one.icon)}${t(WORDS[of][one.right][0])}</label>`,
      )}</div>
      ${givesText(of, wish.right, making.gives)}
    </fieldset>
    ${making.makes ? fields(wish, now, of === "note", change) : nothing}
    ${making.makes && making.endsAt ? ending(making.endsAt, now) : nothing}
    <div class="out">${making.ways ?? button(making)}</div>`
}

const ending = (at: string, now: Date) =>
  html`<p class="hint">${icon("clock")}${t("share.endsWithYours", { when: when(new Date(at), now) })}</p>`

const button = ({ isBusy, mailAt, make }: Making) =>
  html`<button type="button" class="btn primary big make" ?disabled=${isBusy} @click=${make}>${icon(
    "link",
  )}${t("share.make")}</button>
    ${posting(mailAt)}
    <p class="hint">${icon("eye-off")}${t("share.preview")}</p>`
