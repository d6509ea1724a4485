/** The margin: its head with what can be looked at, and the cards in the order of the text, or the talk. */
import { html, nothing, type TemplateResult } from "lit-html"
import { repeat } from "lit-html/directives/repeat.js"
import { icon } from "../screen/icon.ts"
import { t } from "../words.ts"
import { threadCard } from "./card.ts"
import { draftCard } from "./composed.ts"
import { said } from "./said.ts"
import { sayField } from "./say.ts"
import type { Actions, Entry, Shown, Side } from "./shown.ts"

export function commentList(shown: Shown, actions: Actions): TemplateResult {
  return html`<div class="head-of-margin">${sides(shown, actions)}<div class="row">${talkButton(shown, actions)}${shown.side === "talk" ? nothing : pager(shown, actions)}</div>
    ${shown.refusal ? html`<p class="refusal" role="alert">${shown.refusal}</p>` : nothing}</div>
    ${shown.side === "talk" ? talk(shown, actions) : cards(shown, actions)}`
}

function sides({ side, open, ended }: Shown, actions: Actions): TemplateResult {
  const one = (wished: Side, text: string) =>
    html`<label><input type="radio" name="side" .checked=${side === wished} @change=${() => actions.show(wished)} @click=${() => side === "talk" && actions.show(wished)}>${text}</label>`
  return html`<div class="seg" role="group" aria-label=${t("comments.filter")}>${one("open", t("comments.open", { count: open }))}${one("ended", t("comments.ended", { count: ended }))}</div>`
}

function talkButton({ talk, side, seenBefore }: Shown, actions: Actions): TemplateResult {
  const count = talk?.comments.length ?? 0
  const isFresh = talk?.comments.some(one => !one.is_mine && one.at > seenBefore)
  const isOpen = side === "talk"
  return html`<button type="button" class="of-note" aria-expanded=${isOpen} @click=${() => actions.show(isOpen ? "open" : "talk")}>${icon("message-square")}<span>${t("comments.talk")}</span>
    ${isFresh && !isOpen ? html`<span class="tag fresh">${t("comments.new")}</span>` : nothing}${count > 0 ? html`<small>${count}</small>` : nothing}${icon("chevron-down")}</button>`
}

function talk(shown: Shown, actions: Actions): TemplateResult {
  return html`<section class="talk" aria-label=${t("comments.talk")}>${shown.talk?.comments.map(comment => said(comment, shown, actions)) ?? html`<p class="hint">${t("comments.talkNone")}</p>`}${sayField("talk", t("comments.talkHint"), shown.words("talk"), actions.talk)}</section>`
}

function pager({ all, current }: Shown, actions: Actions): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing
  const at = all.findIndex(({ id }) => id === current)
  const step = (by: 1 | -1, symbol: string, label: string) =>
    html`<button type="button" class="x" aria-label=${label} title=${label} @click=${() => actions.step(by)}>${icon(symbol)}</button>`
  return html`<div class="pager">${step(-1, "chevron-left", t("comments.previous"))}<span>${t("comments.place", { at: at < 0 ? "–" : at + 1, count: all.length })}</span>${step(1, "chevron-right", t("comments.next"))}</div>`
}

function cards(shown: Shown, actions: Actions): TemplateResult {
  const places = new Map(shown.all.map(({ id }, index) => [id, index + 1]))
  return html`${shown.all.length === 0 ? html`<p class="hint none">${t(shown.side === "ended" ? "comments.noneEnded" : "comments.none")}</p>` : nothing}
    <ol aria-label=${t("comments.title")}>${repeat(
      shown.cards,
      ({ id }) => id,
      entry => card(entry, shown, actions, places.get(entry.id) ?? 1),
    )}</ol>`
}

function card(entry: Entry, shown: Shown, actions: Actions, place: number): TemplateResult {
  const { id } = entry
  const isCurrent = id === shown.current
  const choose = () => !isCurrent && actions.choose(id)
  const isDraft = "draft" in entry
  // Tab comes to one card; arrows go on from there.
  const isFirst = shown.current === undefined && id === shown.cards[0]?.id
  return html`<li class=${isDraft ? "thread draft" : "thread"} id=${isDraft ? id : `comment-${entry.thread.number}`} data-card=${id} tabindex=${isCurrent || isFirst ? 0 : -1} aria-setsize=${shown.all.length} aria-posinset=${place} aria-current=${isCurrent} @click=${choose}>
    ${isDraft ? draftCard(entry.draft, shown, actions) : threadCard(entry.thread, entry.isGone, shown, actions)}</li>`
}
