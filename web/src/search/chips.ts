/** Filters as chips: what is chosen is crossed off, what is not opens a small list. */
import "./filters.css"
import { html, nothing, type TemplateResult } from "lit-html"
import { icon } from "../screen/icon.ts"
import { placeAt } from "../screen/popup.ts"
import { day } from "../screen/when.ts"
import { t } from "../words.ts"
import type { Filters, Found } from "./ask.ts"

const STATUSES = ["draft", "to-review", "reviewed", "ready"] as const
/** How many days back, by name. */
const DAYS = { today: 0, week: 7, month: 30 } as const

export interface Choosing {
  readonly filters: Filters
  readonly scope: string
  readonly facets: Found["facets"]
  choose(change: Partial<Filters>): void
  widen(): void
}

type Choice = readonly [value: string, label: string]

export function chips(choosing: Choosing): TemplateResult {
  const { filters, scope, facets, choose, widen } = choosing
  return html`<div class="chips" role="group" aria-label=${t("finding.filters")}>
    ${scope ? chosen(scope, t("finding.widen", { name: scope }), widen, "notebook") : nothing}
    ${list("theme", t("finding.theme"), filters.theme, filters.theme, facets.themes.map(same), choosing)}
    ${list(
      "status",
      t("finding.status"),
      filters.status,
      statusName(filters.status),
      STATUSES.map(of => [of, t(`status.${of}`)] as const),
      choosing,
    )}
    ${list("who", t("finding.who"), filters.who, filters.who, facets.people.map(same), choosing)}
    ${list("since", t("finding.since"), filters.since, sinceName(filters.since), days(new Date()), choosing)}
    ${also(filters, choose)}
  </div>`
}

const same = (value: string): Choice => [value, value]

export const statusName = (status: string): string => {
  const known = STATUSES.find(one => one === status)
  return known ? t(`status.${known}`) : status
}

export function sinceName(iso: string): string {
  return iso ? t("finding.sinceDay", { day: day(new Date(`${iso}T12:00`), new Date()) }) : ""
}

function days(now: Date): Choice[] {
  const before = Object.entries(DAYS).map(([name, back]): Choice => {
    const at = new Date(now.getFullYear(), now.getMonth(), now.getDate() - back)
    return [isoDay(at), t(`finding.days.${name as keyof typeof DAYS}`)]
  })
  return [...before, [`${now.getFullYear()}-01-01`, t("finding.days.year")]]
}

/** In local time, which `toISOString` is not. */
function isoDay(at: Date): string {
  const two = (part: number) => String(part).padStart(2, "0")
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

function chosen(label: string, said: string, cross: () => void, symbol?: string): TemplateResult {
  return html`<button type="button" class="chip on" aria-label=${said} title=${said} @click=${cross}>${symbol ? icon(symbol) : nothing}<span>${label}</span>${icon("x")}</button>`
}

function list(
  name: "theme" | "status" | "who" | "since",
  label: string,
  value: string,
  shown: string,
  choices: readonly Choice[],
  { choose }: Choosing,
) {
  if (value) return chosen(shown, t("finding.without", { name: shown }), () => choose({ [name]: "" }))
  // Who only reads is told of no people.
  if (choices.length === 0) return nothing
  return menu(
    name,
    label,
    html`<span>${label}</span>${icon("chevron-down")}`,
    choices.map(
      ([of, said]) =>
        html`<button type="button" role="menuitem" @click=${() => choose({ [name]: of })}>${said}</button>`,
    ),
  )
}

function also({ comments, archive }: Filters, choose: Choosing["choose"]): TemplateResult {
  const box = (label: string, isOn: boolean, change: Partial<Filters>) =>
    html`<button type="button" role="menuitemcheckbox" aria-checked=${isOn} @click=${() => choose(change)}>${icon("check")}<span>${label}</span></button>`
  return html`${archive ? chosen(t("finding.inArchive"), t("finding.without", { name: t("finding.inArchive") }), () => choose({ archive: false }), "archive") : nothing}
    ${menu("also", t("finding.also"), icon("ellipsis"), [
      box(t("finding.inComments"), comments, { comments: !comments }),
      box(t("finding.inArchive"), archive, { archive: !archive }),
    ])}`
}

function menu(name: string, label: string, shown: unknown, items: readonly TemplateResult[]): TemplateResult {
  const id = `finding-of-${name}`
  return html`<button type="button" class=${name === "also" ? "chip round" : "chip"} popovertarget=${id} aria-haspopup="menu" aria-label=${label} title=${label}>${shown}</button>
    <div class="menu" id=${id} popover role="menu" aria-label=${label} @toggle=${opened} @keydown=${step} @click=${close}>${items}</div>`
}

function opened({ target, newState }: ToggleEvent): void {
  const menu = target as HTMLElement
  const opener = menu.previousElementSibling
  if (newState !== "open" || !opener) return
  placeAt(menu, opener.getBoundingClientRect(), document.body, innerHeight)
  menu.querySelector("button")?.focus()
}

function close({ currentTarget }: Event): void {
  ;(currentTarget as HTMLElement).hidePopover()
}

function step(event: KeyboardEvent): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!by) return
  event.preventDefault()
  event.stopPropagation()
  const items = [...(event.currentTarget as HTMLElement).querySelectorAll("button")]
  const at = items.indexOf(document.activeElement as HTMLButtonElement)
  items[(at + by + items.length) % items.length]?.focus()
}
