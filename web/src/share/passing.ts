/** Every way to pass the address of a link on. */
import { html, nothing } from "lit-html"
import { icon } from "../screen/icon.ts"
import { t } from "../words.ts"
import { channels } from "./channels.ts"

export interface Passing {
  readonly url: string
  /** Heads an e-mail. */
  readonly subject: string
  readonly isLocked: boolean
  readonly hasCopied: boolean
  /** The page that sends it by mail, where the server does. */
  readonly mailAt: string | undefined
  copy(): void
}

export function passing({ url, subject, isLocked, hasCopied, mailAt, copy }: Passing) {
  return html`<div class="addr">
      <input class="input" readonly aria-label=${t("share.address")} .value=${url}
        @focus=${(event: Event) => (event.target as HTMLInputElement).select()}>
      <button type="button" class="btn primary" @click=${copy}>${
        hasCopied ? html`${icon("check")}${t("share.copied")}` : html`${icon("copy")}${t("share.copy")}`
      }</button>
    </div>
    <div class="via">
      ${channels(url, subject).map(
        ({ name, icon: symbol, href }) =>
          html`<a class="btn" href=${href} target=${href.startsWith("https:") ? "_blank" : nothing}
            rel="noopener noreferrer">${icon(symbol)}${name}</a>`,
      )}
      ${
        "share" in navigator
          ? html`<button type="button" class="btn" @click=${() => passOn(url)}>${icon("share-2")}${t("share.other")}</button>`
          : nothing
      }
      ${posting(mailAt)}
    </div>
    <img class="qr" src=${`${new URL(url, location.href).pathname}/qr.svg`} alt=${t("share.qr")} width="116" height="116">
    <p class="hint">${
      isLocked ? html`${icon("lock")}${t("share.tellApart")}` : html`${icon("eye-off")}${t("share.preview")}`
    }</p>`
}

export const posting = (mailAt: string | undefined) =>
  mailAt ? html`<a class="btn" href=${mailAt}>${icon("mail")}${t("mail.title")}</a>` : nothing

function passOn(url: string): void {
  // A rejection means that the person cancelled.
  navigator.share({ url }).catch(() => undefined)
}
