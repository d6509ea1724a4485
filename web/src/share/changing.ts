/** Actions on a link of the list: close it, or change its right, name, expiry, openings and password. */
import { html, nothing } from "lit-html"
import { icon } from "../screen/icon.ts"
import { t } from "../words.ts"
import { type Closing, type Kind, type Link, nameOf } from "./api.ts"
import { carryField } from "./carry.ts"
import { passwordField } from "./fields.ts"
import { ends, type Right, when } from "./wish.ts"

export interface Hands {
  /** Asks first. */
  /** The first press asks; `also`: what was made through it and is closed with it. */
  close(link: Link, also?: readonly string[]): void
  /** Not closed after all. */
  keep(): void
  /** `wish` is what `PUT …/links/{link}` takes; nothing is asked where it is empty. */
  change(link: Link, wish: Record<string, unknown>): void
  /** Opens the form that changes a link, or shuts it. */
  open(link: Link): void
}

/** A link that is being changed, and what its form holds; times are ISO, "" for no end, no limit, no new password. */
export interface Changing {
  readonly id: string
  readonly right: Link["role"]
  readonly label: string
  readonly until: string
  readonly openings: string
  readonly password: string
  /** Hours; "" for a link to print. */
  readonly carry: string
}

/** The initial state of the form. */
export const asItIs = (link: Link): Changing => ({
  id: link.id,
  right: link.role,
  label: link.label,
  until: link.expires_at ?? "",
  openings: String(link.max_openings ?? ""),
  password: "",
  carry: String(link.carry_hours ?? ""),
})

/** Context of the form: the rights on offer, its state, and the current time. */
export interface Place {
  readonly now: Date
  readonly of: Kind
  /** The rights that the visitor may give. */
  readonly rights: readonly Right[]
  readonly changing: Changing | undefined
  /** Id of the link that is about to be closed. */
  readonly shutting: { readonly id: string; readonly does: Closing } | undefined
  put(part: Partial<Changing>): void
}

export const lockSign = () =>
  html`<span class="locked" title=${t("share.locked")}>${icon("lock")}<span class="vh">${t("share.locked")}. </span></span>`

export function acts(link: Link, hands: Hands, place: Place) {
  const changing = place.changing?.id === link.id ? place.changing : undefined
  return html`<p class="acts">
      <button type="button" class="change-link" aria-expanded=${changing !== undefined} @click=${() => hands.open(link)}>${t("share.change")}</button>
      ${link.renew_at ? html`<a class="change-link" href=${link.renew_at}>${t("share.renew")}</a>` : nothing}
      <button type="button" class="shut-link" @click=${() => hands.close(link)}>${t("share.shut")}</button>
    </p>
    ${place.shutting?.id === link.id ? confirming(link, place.shutting.does, hands) : nothing}
    ${changing ? form(link, hands, place, changing) : nothing}`
}

const confirming = (link: Link, does: Closing, hands: Hands) =>
  html`<div class="sure" role="group" aria-label=${t("share.shut")}>
    <p>${t("share.shutSure")}</p>
    ${does.also.map(
      one =>
        html`<label class="check"><input type="checkbox" name="also" value=${one.value} ?checked=${one.is_ticked}>${one.text}</label>`,
    )}
    <p class="do"><button type="button" class="btn danger go" @click=${(event: Event) => hands.close(link, ticked(event))}>${t("share.shut")}</button>
      <button type="button" class="btn" @click=${hands.keep}>${t("share.keep")}</button></p>
  </div>`

const ticked = (event: Event) =>
  [...((event.target as HTMLElement).closest(".sure")?.querySelectorAll("input") ?? [])]
    .filter(box => box.checked)
    .map(box => box.value)

function form(link: Link, hands: Hands, place: Place, changing: Changing) {
  const { put } = place
  const value = (event: Event) => (event.target as HTMLInputElement | HTMLSelectElement).value
  const submit = (event: Event) => {
    event.preventDefault()
    hands.change(link, different(link, changing))
  }
  const right = html`<label class="field"><span>${t("share.role")}</span>
      <select class="input" name="right" @change=${(event: Event) => put({ right: value(event) as Right })}>
        ${place.rights.map(one => option(one, nameOf(one, place.of), changing.right))}
      </select></label>`
  const openings = html`<label class="field"><span>${t("share.openings")}</span>
      <input class="input" name="openings" inputmode="numeric" maxlength="4" autocomplete="off" placeholder=${t("share.noLimit")}
        .value=${changing.openings} @input=${(event: Event) => put({ openings: value(event).replace(/\D/g, "") })}></label>`
  return html`<form class="change" @submit=${submit}>
    ${link.role === "print" ? openings : right}
    <label class="field"><span>${t("share.end")}</span>
      <select class="input" name="until" @change=${(event: Event) => put({ until: value(event) })}>
        ${option("", t("share.noEnd"), changing.until)}
        ${moments(link, place.now).map(({ at, name }) => option(at, name, changing.until))}
      </select></label>
    ${changing.carry ? carryField(changing.carry, carry => put({ carry })) : nothing}
    <label class="field"><span>${t("share.who")}</span>
      <input class="input" name="label" maxlength="60" autocomplete="off" .value=${changing.label}
        @input=${(event: Event) => put({ label: value(event) })}></label>
    ${passwordField("new-password", changing.password, password => put({ password }), link.has_password ? t("share.lockNew") : t("share.passwordText"))}
    ${
      right && changing.right !== link.role && link.people?.length
        ? html`<p class="told" role="status">${t("guests.changes", { count: link.people.length })}</p>`
        : nothing
    }
    <p class="hint">${t("share.changeHint")}</p>
    ${changing.carry ? html`<p class="hint">${t("share.carryHint")}</p>` : nothing}
    <p class="do"><button class="btn primary">${t("share.changeDo")}</button>${
      link.has_password
        ? html`<button type="button" class="btn" @click=${() => hands.change(link, { password: null })}>${t("share.lockOff")}</button>`
        : nothing
    }</p>
  </form>`
}

const option = (value: string, name: string, chosen: string) =>
  html`<option value=${value} ?selected=${value === chosen}>${name}</option>`

/** The ends that it may have, with the one that it has. */
function moments(link: Link, now: Date) {
  const usual = ends(now)
  const at = link.expires_at
  return at && !usual.some(one => one.at === at) ? [{ at, name: when(new Date(at), now) }, ...usual] : usual
}

/** The changed fields of the form, as the server takes them. */
function different(link: Link, changing: Changing): Record<string, unknown> {
  const { right, label, until, openings, password, carry } = changing
  const before = asItIs(link)
  return {
    ...(right === before.right ? {} : { role: right }),
    ...(label.trim() === before.label ? {} : { label: label.trim() }),
    ...(until === before.until ? {} : { expires_at: until || null }),
    ...(openings === before.openings ? {} : { max_openings: openings ? Number(openings) : null }),
    ...(carry === before.carry ? {} : { carry_hours: Number(carry) }),
    ...(password.trim() ? { password: password.trim() } : {}),
  }
}
