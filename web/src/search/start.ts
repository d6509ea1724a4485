/** The list before anything is typed: what was opened and looked for last, and what can be done. */
import { html, nothing, type TemplateResult } from "lit-html"
import { icon } from "../screen/icon.ts"
import { clock, day, daysAgo } from "../screen/when.ts"
import { t } from "../words.ts"
import { labelOf } from "./acts.ts"
import type { Command, Place } from "./here.ts"
import type { Lines, Placed } from "./lines.ts"
import type { Recent } from "./recent.ts"
import { searches } from "./searches.ts"

const MINUTE_MS = 60_000

export interface Doing {
  go(url: string, tab: boolean): void
  /** Puts these words into the field. */
  look(words: string): void
  forget(): void
  act(command: Command, tab: boolean): void
}

export function start(recents: readonly Recent[], commands: readonly Command[], lines: Lines, doing: Doing) {
  const last = searches()
  const ofPlace = commands.filter(({ isOfPlace }) => isOfPlace)
  const others = commands.filter(({ isOfPlace }) => !isOfPlace)
  return html`${acts(ofPlace, lines, doing, "place", t("finding.thisNote"))}
  ${
    recents.length > 0
      ? group(
          "recent",
          t("finding.recent"),
          recents.map(one => opened(one, lines, doing)),
        )
      : nothing
  }
  ${
    last.length > 0
      ? group("searches", t("finding.searches"), [
          ...last.map(words => row(lines.add({ open: () => doing.look(words) }), "history", words, "")),
          row(lines.add({ open: () => doing.forget() }), "x", t("finding.forget"), "", "quiet"),
        ])
      : nothing
  }
  ${acts(others, lines, doing)}`
}

export function acts(
  commands: readonly Command[],
  lines: Lines,
  doing: Doing,
  name = "acts",
  title = t("finding.acts"),
) {
  if (commands.length === 0) return nothing
  return group(
    name,
    title,
    commands.map(command =>
      row(
        lines.add({ open: tab => doing.act(command, tab) }),
        command.icon,
        labelOf(command),
        command.keys ?? "",
      ),
    ),
  )
}

export function binderLines(binders: readonly Place[], lines: Lines, doing: Doing) {
  return group(
    "binders",
    t("shelf.title"),
    binders.map(({ name, url }) => row(lines.add({ open: tab => doing.go(url, tab) }), "notebook", name, "")),
  )
}

function opened({ at, when, title }: Recent, lines: Lines, doing: Doing): TemplateResult {
  const symbol = at.startsWith("/p/") ? "folder" : "file-text"
  return row(lines.add({ open: tab => doing.go(at, tab) }), symbol, title, ago(when))
}

export function row(
  { id, isAt, press }: Placed,
  symbol: string,
  label: string,
  beside: string,
  kind = "",
): TemplateResult {
  return html`<div class="row ${kind}" role="option" id=${id} aria-selected=${isAt} @click=${press} @auxclick=${press}>${icon(symbol)}<span>${label}</span>${beside ? html`<small>${beside}</small>` : nothing}<kbd aria-hidden="true">${t("keys.enter")}</kbd></div>`
}

function group(name: string, title: string, rows: readonly TemplateResult[]): TemplateResult {
  return html`<div class="group" role="group" aria-labelledby=${`finding-group-${name}`}><p class="eyebrow" id=${`finding-group-${name}`}>${title}</p>${rows}</div>`
}

function ago(when: number): string {
  const [at, now] = [new Date(when), new Date()]
  const minutes = Math.floor((now.getTime() - when) / MINUTE_MS)
  if (minutes < 1) return t("finding.now")
  if (minutes < 60) return t("finding.minutes", { minutes })
  return daysAgo(at, now) === 0 ? clock(at) : day(at, now)
}
