/** What is done with a link of the list: it is closed, or its password set, changed and taken away. */
import { html, nothing } from "lit-html"
import { icon } from "./icon.ts"
import type { Link } from "./share-links.ts"
import { passwordField } from "./share-password.ts"
import { t } from "./words.ts"

export interface Hands {
  close(link: Link): void
  /** `password`: null for none. */
  lock(link: Link, password: string | null): void
  /** Opens the form for the password of a link, or shuts it. */
  open(link: Link): void
}

/** A link whose password is being changed, and what is typed for it. */
export interface Locking {
  readonly id: string
  readonly password: string
  put(password: string): void
}

export const lockSign = () =>
  html`<span class="locked" title=${t("share.locked")}>${icon("lock")}<span class="vh">${t("share.locked")}. </span></span>`

export function acts(link: Link, hands: Hands, locking?: Locking) {
  const isOpen = locking?.id === link.id
  return html`<p class="acts">
      <button type="button" class="lock-link" aria-expanded=${isOpen} @click=${() => hands.open(link)}>${t("share.lock")}</button>
      <button type="button" class="shut-link" @click=${() => hands.close(link)}>${t("share.shut")}</button>
    </p>
    ${locking && isOpen ? form(link, hands, locking) : nothing}`
}

function form(link: Link, hands: Hands, { password, put }: Locking) {
  const submit = (event: Event) => {
    event.preventDefault()
    hands.lock(link, password.trim())
  }
  return html`<form class="lock" @submit=${submit}>
    ${passwordField("new-password", password, put)}
    <p class="hint">${t("share.lockHint")}</p>
    <p class="do"><button class="btn primary">${t("share.lockPut")}</button>${
      link.has_password
        ? html`<button type="button" class="btn" @click=${() => hands.lock(link, null)}>${t("share.lockOff")}</button>`
        : nothing
    }</p>
  </form>`
}
