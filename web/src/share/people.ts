/** People in the dialog: who came by a link, who arrived, who asks for access and who was given it. */
import { html, nothing } from "lit-html"
import { initials } from "../people/faces.ts"
import { icon } from "../screen/icon.ts"
import { type Key, t } from "../words.ts"
import type { Given, Leaving, Link, Listing, Person, Request } from "./api.ts"
import { when } from "./wish.ts"

/** What may be done with people; `removing` is who is about to be removed, with what that does. */
export interface PeopleHands {
  readonly now: Date
  readonly removing: { readonly person: Person; readonly does: Leaving } | undefined
  recognise(person: Person): void
  /** Shows what a removal does, in numbers; undefined for nobody. */
  ask(person: Person | undefined): void
  /** `seen`: older links get another address too. */
  remove(person: Person, seen: boolean): void
}

export interface AccessHands {
  readonly now: Date
  answer(request: Request, role?: Given["role"]): void
  /** The page that says what taking it away does, and lowers it. */
  givenAt(given: Given): string
  refuseAll(): void
  /** Whether requests are taken from now on. */
  take(asks: boolean): void
}

export const called = (name: string | null) => name || t("renew.nameless")
export const face = (name: string | null, colour: number) =>
  html`<span class="face c${colour}" aria-hidden="true">${initials(called(name))}</span>`

export function peopleOf(link: Link, hands: PeopleHands) {
  const people = link.people ?? []
  if (link.people == null || link.role === "print") return nothing
  const known = people.filter(person => !person.is_new)
  const arrivals = people.filter(person => person.is_new).map(person => arrival(person, hands))
  // No heading above an empty list.
  if (arrivals.length && !known.length) return arrivals
  return html`${arrivals}
    <h4 id="share-people">${t("guests.came")}</h4>
    ${known.length ? nothing : html`<p class="hint">${t("guests.nobody")}</p>`}
    <ul class="folk" aria-labelledby="share-people">${known.map(person => row(person, hands))}</ul>`
}

function arrival(person: Person, hands: PeopleHands) {
  return html`<div class="arrival" role="group" aria-label=${called(person.name)}>
    ${face(person.name, person.colour)}
    <p><b>${called(person.name)}</b><small>${t("guests.first", { when: when(new Date(person.since), hands.now) })} · ${person.devices.join(", ")}</small></p>
    <p class="do"><button type="button" class="btn" @click=${() => hands.recognise(person)}>${icon("check")}${t("guests.known")}</button>
      <button type="button" class="btn danger" aria-label=${t("guests.removeName", { name: called(person.name) })} @click=${() => hands.ask(person)}>${t("guests.remove")}</button></p>
    ${hands.removing?.person.visitor === person.visitor ? confirming(hands.removing.person, hands.removing.does, hands) : nothing}
  </div>`
}

function row(person: Person, hands: PeopleHands) {
  const { now, removing } = hands
  const state = person.is_here
    ? html`<span class="here">${t("guests.here")}</span>`
    : when(new Date(person.seen_at), now)
  return html`<li>
    ${face(person.name, person.colour)}
    <span class="name"><b>${called(person.name)}</b>${
      person.is_you || person.manages
        ? html` <small>${person.is_you ? t("guests.you") : t("manage.already")}</small>`
        : nothing
    }</span>
    <span class="devices" title=${person.devices.join(", ")}>${t("guests.devices", { count: person.devices.length })}</span>
    <span class="seen">${state}</span>
    ${
      person.may_remove
        ? html`<button type="button" class="shut-link" aria-label=${t("guests.removeName", { name: called(person.name) })}
            @click=${() => hands.ask(person)}>${t("guests.remove")}</button>`
        : nothing
    }
    ${removing?.person.visitor === person.visitor ? confirming(person, removing.does, hands) : nothing}
  </li>`
}

/** What ends and what stays, before the button. */
function confirming(person: Person, does: Leaving, hands: PeopleHands) {
  return html`<div class="sure" role="group" aria-label=${t("guests.removeName", { name: does.name })}>
    <ul>${does.says.map(one => html`<li>${one}</li>`)}</ul>
    ${does.seen ? html`<label class="check"><input type="checkbox" name="seen">${t("ending.seen", { count: does.seen })}</label>` : nothing}
    <p class="do"><button type="button" class="btn danger go" @click=${(event: Event) => hands.remove(person, isTicked(event))}>${t("guests.remove")}</button>
      <button type="button" class="btn" @click=${() => hands.ask(undefined)}>${t("renew.no")}</button></p>
  </div>`
}

const isTicked = (event: Event) =>
  (event.target as HTMLElement).closest(".sure")?.querySelector("input")?.checked ?? false

/** The panel of requests, and of rights that rest on no link. */
export function accessPanel({ requests = [], given = [], asks = true }: Listing, hands: AccessHands) {
  return html`${
    requests.length > 1
      ? html`<p class="all-asks"><span>${t("guests.waiting", { count: requests.length })}</span>
      <button type="button" class="btn danger" @click=${hands.refuseAll}>${t("guests.refuseAll", { count: requests.length })}</button></p>`
      : nothing
  }${requests.map(
    request => html`<div class="arrival request" role="group" aria-label=${t("guests.asks", { name: request.name })}>
      ${face(request.name, request.colour)}
      <p><b>${t("guests.asks", { name: request.name })}</b><small>${request.of ? html`${t("guests.askedOf", { title: request.of })} · ` : nothing}${request.device} · ${when(new Date(request.asked_at), hands.now)}</small>
        <small class=${request.doubt ? "doubt" : ""}>${t(request.doubt ? `guests.doubt.${request.doubt}` : "guests.nameProves")}</small></p>
      <p class="do">${(["read", "comment", "edit"] as const).map(
        role =>
          html`<button type="button" class="btn" @click=${() => hands.answer(request, role)}>${t(`guests.give.${role}`)}</button>`,
      )}<button type="button" class="btn danger" @click=${() => hands.answer(request)}>${t("guests.refuse")}</button></p>
    </div>`,
  )}
  <p class="hint">${given.length ? t("guests.givenText") : t("guests.givenNobody")}</p>
  <ul class="folk">${given.map(
    one => html`<li>
      ${face(one.name, one.colour)}
      <span class="name"><b>${called(one.name)}</b> <small>${t(`share.${one.role}` as Key)}${one.of ? ` · ${t("guests.askedOf", { title: one.of })}` : ""}</small></span>
      <span class="devices">${one.device}</span>
      <span class="seen">${when(new Date(one.seen_at), hands.now)}</span>
      <a class="shut-link" href=${hands.givenAt(one)} aria-label=${t("guests.removeName", { name: called(one.name) })}>${t("guests.remove")}</a>
    </li>`,
  )}</ul>
  <p class="asking"><span>${t(asks ? "guests.asksOnText" : "guests.asksOffText")}</span>
    <button type="button" class="btn" @click=${() => hands.take(!asks)}>${t(asks ? "guests.asksStop" : "guests.asksGo")}</button></p>`
}
