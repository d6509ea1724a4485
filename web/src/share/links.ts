/** The list of links at the left of the dialog: tabs, each a group of people. */
import { html, nothing } from "lit-html"
import notebook from "lucide-static/icons/notebook.svg?raw"
import { putDrawings } from "../screen/drawings.ts"
import { icon } from "../screen/icon.ts"
import { t } from "../words.ts"
import { type Kind, type Link, type Listing, nameOf, type Person, titleOf } from "./api.ts"
import { lockSign } from "./changing.ts"
import { called, face } from "./people.ts"
import { when } from "./wish.ts"

const ICONS = { print: "printer", read: "eye", comment: "message-circle", edit: "pencil", manage: "pencil" }
/** Panels that belong to no link. */
export const NEW = "new"
export const ACCESS = "access"

/** A panel is that of a link, by its id, or one of the two above. */
export interface Tabs {
  readonly chosen: string
  readonly now: Date
  readonly of: Kind
  choose(panel: string): void
}

export function tabs(listing: Listing, place: Tabs) {
  const open = listing.links.filter(link => link.is_open)
  const shut = listing.links.length - open.length
  const came = new Set(open.flatMap(link => (link.people ?? []).map(person => person.visitor)))
  const none = listing.through ? "share.openNoneOwn" : "share.openNone"
  const count = open.length ? t("share.open", { count: open.length }) : t(none)
  const people = came.size ? `, ${t("guests.count", { count: came.size })}` : ""
  return html`${through(listing)}<h3 class="eyebrow" id="share-list">${count}${people}</h3>
    <div class="tabs" role="tablist" aria-orientation="vertical" aria-labelledby="share-list" @keydown=${move}>
      ${access(listing, place)}
      ${open.map(link => tab(link.id, place, linkLines(link, place)))}
      ${tab(NEW, place, html`<span class="add">${icon("link")}${t("guests.newLink")}</span>`)}
    </div>
    ${shut ? html`<p class="past">${icon("clock")}${t("share.past", { count: shut })}</p>` : nothing}`
}

/** The classeur comes first: its people open the note without any link of it. */
function through({ through: binder }: Listing) {
  if (!binder) return nothing
  putDrawings({ notebook })
  const { name, url, people, links } = binder
  const many =
    people === null || links === null
      ? nothing
      : html`<small>${t("binder.people", { count: people })}, ${t("binder.links", { count: links })}</small>`
  return html`<p class="through">${icon("notebook")}<span>${t("share.through", { name })}${many}</span><a href=${`${url}#share`}>${t("share.throughGo")}</a></p>`
}

const tab = (panel: string, { chosen, choose }: Tabs, lines: unknown) =>
  html`<button type="button" role="tab" class=${panel} aria-controls="share-panel"
    aria-selected=${chosen === panel} tabindex=${chosen === panel ? 0 : -1} @click=${() => choose(panel)}>${lines}</button>`

/** Requests wait above the links; what was given stays there once there is something. */
function access({ requests = [], given = [], asks = true }: Listing, place: Tabs) {
  if (!requests.length && !given.length && asks) return nothing
  return tab(
    ACCESS,
    place,
    html`<span class="who">${t("guests.givenTitle")}</span>
      <span class="use">${given.length ? t("guests.count", { count: given.length }) : nothing}${
        requests.length ? sign(t("guests.waiting", { count: requests.length })) : nothing
      }</span>`,
  )
}

const sign = (text: string) => html` <span class="sign">${text}</span>`

function linkLines(link: Link, { now, of }: Tabs) {
  const arrivals = (link.people ?? []).filter(person => person.is_new).length
  return html`<span class="who">${link.has_password ? lockSign() : nothing}${titleOf(link, of)}</span>
    <span class="right ${link.role}">${icon(ICONS[link.role])}${nameOf(link.role, of)}</span>
    <span class="use">${link.people?.length ? t("guests.count", { count: link.people.length }) : use(link, now)}${
      arrivals ? sign(t("guests.arrivals", { count: arrivals })) : nothing
    }</span>${here(link.people ?? [])}`
}

const MOST_FACES = 4

/** Who has the note open by this link now. */
function here(people: readonly Person[]) {
  const present = people.filter(person => person.is_here)
  if (!present.length) return nothing
  const names = present.map(person => (person.is_you ? t("guests.you") : called(person.name)))
  return html`<span class="now"><span class="faces">${present
    .slice(0, MOST_FACES)
    .map(person =>
      face(person.name, person.colour),
    )}</span><span class="names">${t("share.here", { names: names.join(", ") })}</span></span>`
}

/** When a link was used last, and how often where that is counted. */
export function use(link: Link, now: Date): string {
  if (!link.used_at) return t("share.neverUsed")
  const last = when(new Date(link.used_at), now)
  if (link.max_openings)
    return t("share.usedOf", { count: link.openings, most: link.max_openings, when: last })
  if (link.role === "print") return t("share.usedTimes", { count: link.openings, when: last })
  return t("share.used", { when: last })
}

/** Arrows, Home and End move through the tabs and choose at once. WAI-ARIA Authoring Practices, tabs. */
function move(event: KeyboardEvent): void {
  const list = event.currentTarget as HTMLElement
  const all = [...list.querySelectorAll<HTMLElement>("[role=tab]")]
  const here = all.indexOf(event.target as HTMLElement)
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: all.length - 1 }[event.key]
  if (to === undefined || here < 0) return
  event.preventDefault()
  const next = all.at(to % all.length)
  next?.focus()
  // Where list and panel are one above the other only Enter opens a panel.
  if (matchMedia("(min-width: 761px)").matches) next?.click()
}
