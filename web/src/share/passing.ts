/** Every way to pass the address of a link on. */
import { html, nothing } from "lit-html"
import { icon } from "../screen/icon.ts"
import { t } from "../words.ts"
import { channels, type Message, PASTED } from "./channels.ts"
import { showCode } from "./code.ts"

export interface Passing {
  readonly message: Message
  /** Heads an e-mail. */
  readonly subject: string
  readonly isLocked: boolean
  readonly hasCopied: boolean
  /** The page that sends it by mail, where the server does. */
  readonly mailAt: string | undefined
  copy(): void
  /** Copies the whole message, to be pasted into that messenger. */
  copyFor(messenger: string): void
}

export function passing({ message, subject, isLocked, hasCopied, mailAt, copy, copyFor }: Passing) {
  const { url } = message
  const code = `${new URL(url, location.href).pathname}/qr.svg`
  return html`<div class="addr">
      <input class="input" readonly aria-label=${t("share.address")} .value=${url}
        @focus=${(event: Event) => (event.target as HTMLInputElement).select()}>
      <button type="button" class="btn primary" @click=${copy}>${
        hasCopied ? html`${icon("check")}${t("share.copied")}` : html`${icon("copy")}${t("share.copy")}`
      }</button>
    </div>
    <div class="via">
      ${channels(message, subject).map(
        ({ name, icon: symbol, href }) =>
          html`<a class="btn" href=${href} target=${href.startsWith("https:") ? "_blank" : nothing}
            rel="noopener noreferrer">${icon(symbol)}${name}</a>`,
      )}
      ${PASTED.map(
        name =>
          html`<button type="button" class="btn" title=${t("share.pasteHint", { name })} @click=${() => copyFor(name)}>${icon("copy")}${name}</button>`,
      )}
      ${
        "share" in navigator
          ? html`<button type="button" class="btn" @click=${() => passOn(message)}>${icon("share-2")}${t("share.other")}</button>`
          : nothing
      }
      ${posting(mailAt)}
    </div>
    <button type="button" class="code" title=${t("share.qrGrow")} aria-label=${t("share.qrGrow")} @click=${() => showCode(code)}><img class="qr"
      src=${code} alt=${t("share.qr")} width="116" height="116"></button>
    <p class="hint"><span>${t("share.says", { what: message.what })}</span></p>
    <p class="hint">${
      isLocked ? html`${icon("lock")}${t("share.tellApart")}` : html`${icon("eye-off")}${t("share.preview")}`
    }</p>`
}

export const posting = (mailAt: string | undefined) =>
  mailAt ? html`<a class="btn" href=${mailAt}>${icon("mail")}${t("mail.title")}</a>` : nothing

function passOn({ url, what }: Message): void {
  // A rejection means that the person cancelled.
  navigator.share({ text: what, url }).catch(() => undefined)
}
