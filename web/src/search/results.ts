/** Notes that were found: title, theme, status, and the passages with the words marked. */
import "./lines.css"
import { html, nothing, type TemplateResult } from "lit-html"
import { icon } from "../screen/icon.ts"
import { clock, day, daysAgo } from "../screen/when.ts"
import { t } from "../words.ts"
import type { Parts, Passage, Result } from "./ask.ts"
import type { Lines, Placed } from "./lines.ts"

const SHOWN = 2
const SYMBOLS = { draft: "pencil", "to-review": "clock", reviewed: "check", ready: "check-check" } as const

export interface Opening {
  /** Opens a note at a passage of it; undefined at its beginning. */
  open(result: Result, passage: Passage | undefined, tab: boolean): void
  isUnfolded(result: Result): boolean
  unfold(result: Result): void
}

/** The line of a note, and those of its other passages once it is unfolded. */
export function resultLines(result: Result, lines: Lines, opening: Opening): TemplateResult {
  const { passages, more } = result
  const others = passages.length - SHOWN + more
  const isUnfolded = opening.isUnfolded(result)
  const unfold = () => opening.unfold(result)
  const hasMore = others > 0 && passages.length > SHOWN && !isUnfolded
  const line = lines.add({
    open: tab => opening.open(result, passages[0], tab),
    ...(hasMore ? { unfold } : {}),
  })
  const { id, isAt, press } = line
  return html`<div class="found" role="option" id=${id} aria-selected=${isAt} @click=${press} @auxclick=${press}>
      <p class="of"><b>${parts(result.title)}</b>${result.theme ? html`<span class="theme">${result.theme}</span>` : nothing}<span class="grow"></span>${state(result)}</p>
      ${passages.slice(0, SHOWN).map(passage =>
        shown(passage, event => {
          event.stopPropagation()
          opening.open(result, passage, event.ctrlKey || event.metaKey || event.button === 1)
        }),
      )}
      ${isAt || others > 0 ? about(result, isAt, hasMore ? others : 0, unfold) : nothing}
    </div>
    ${isUnfolded ? passages.slice(SHOWN).map(passage => ofPassage(result, passage, lines, opening)) : nothing}`
}

function ofPassage(result: Result, passage: Passage, lines: Lines, opening: Opening): TemplateResult {
  const line: Placed = lines.add({ open: tab => opening.open(result, passage, tab) })
  return html`<div class="found one" role="option" id=${line.id} aria-selected=${line.isAt} @click=${line.press} @auxclick=${line.press}>${shown(passage)}</div>`
}

function shown(passage: Passage, press?: (event: MouseEvent) => void): TemplateResult {
  const under = passage.of === "comment" ? t("finding.comment") : passage.heading
  return html`<p class="passage" @click=${press ?? nothing} @auxclick=${press ?? nothing}>${parts(passage.parts)}${under ? html` <small>${under}</small>` : nothing}</p>`
}

const parts = (all: Parts) => all.map(([text, isMarked]) => (isMarked ? html`<mark>${text}</mark>` : text))

function state({ status }: Result) {
  if (!status) return nothing
  return html`<span class="status ${status}">${icon(SYMBOLS[status])}${t(`status.${status}`)}</span>`
}

function about(result: Result, isAt: boolean, others: number, unfold: () => void) {
  const said = isAt
    ? [result.archived && t("finding.archived"), result.binder?.name, result.by, changed(result.changed_at)]
        .filter(Boolean)
        .join(" · ")
    : ""
  if (!said && !others) return nothing
  return html`<p class="about"><span>${said}</span>${
    others
      ? html`<span class="more" @click=${(event: Event) => {
          event.stopPropagation()
          unfold()
        }}>${t("finding.others", { count: others })}</span>`
      : nothing
  }</p>`
}

function changed(iso: string): string {
  if (!iso) return ""
  const [at, now] = [new Date(iso), new Date()]
  return daysAgo(at, now) === 0
    ? t("finding.changedAt", { time: clock(at) })
    : t("finding.changedOn", { day: day(at, now) })
}
