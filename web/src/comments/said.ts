/** One comment of a thread: who said it when, its words, and what its author can do with it. */
import { html, nothing, type TemplateResult } from "lit-html"
import { initials } from "../people/faces.ts"
import { icon } from "../screen/icon.ts"
import { clock, day, daysAgo } from "../screen/when.ts"
import { t } from "../words.ts"
import { pieces } from "./names.ts"
import { deliver, enter, MOST_LETTERS, words } from "./say.ts"
import type { Actions, Shown } from "./shown.ts"
import type { Comment, Thread } from "./thread.ts"

const when = (at: Date, now: Date) => (daysAgo(at, now) === 0 ? clock(at) : day(at, now))

export const face = (comment: Comment): TemplateResult =>
  html`<span class="avatar c${comment.colour}" aria-hidden="true">${initials(nameOf(comment))}</span>`

export const stamp = ({ at }: Comment): TemplateResult =>
  html`<time datetime=${at}>${when(new Date(at), new Date())}</time>`

export const nameOf = ({ name }: { readonly name: string | null }): string => name ?? t("editor.anonymous")

/** With `thread`, the comment that began it; `above` its words stands what they are about. */
export function said(
  comment: Comment,
  shown: Shown,
  actions: Actions,
  thread?: Thread,
  above: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  const isFresh = !comment.is_mine && comment.at > shown.seenBefore
  const tool = (symbol: string, label: string, does: () => void) =>
    html`<button type="button" class="x" aria-label=${label} title=${label} @click=${does}>${icon(symbol)}</button>`
  return html`<article><header>${face(comment)}<b>${nameOf(comment)}</b>
      ${thread?.kind === "proposal" ? html`<span class="tag">${t("comments.proposes")}</span>` : nothing}
      ${isFresh ? html`<span class="tag fresh">${t(shown.citesMe(comment.text) ? "comments.citesYou" : "comments.new")}</span>` : nothing}
      ${stamp(comment)}
      <span class="own" ?hidden=${shown.edited === comment.id}>${thread ? tool("link", t("target.copyComment"), () => actions.copyLink(thread)) : nothing}
      ${comment.is_mine && comment.text ? tool("pencil", t("comments.edit"), () => actions.edit(comment)) : nothing}
      ${comment.is_mine ? tool("trash-2", t("comments.remove"), () => actions.remove(comment)) : nothing}</span></header>
    ${above}${shown.edited === comment.id ? rewritten(comment, shown, actions) : text(comment, shown)}</article>`
}

const text = (comment: Comment, shown: Shown) =>
  comment.text
    ? html`<p>${outstanding(comment.text, shown.names)}${comment.is_edited ? html` <small>${t("comments.edited")}</small>` : nothing}</p>`
    : nothing

/** `@Name` stands out. */
const outstanding = (said: string, names: readonly string[]) =>
  pieces(said, names).map((piece, n) => (n % 2 ? html`<b>${piece}</b>` : piece))

function rewritten(comment: Comment, shown: Shown, actions: Actions): TemplateResult {
  const key = `edit:${comment.id}`
  const submit = (event: SubmitEvent) =>
    void deliver(event, async form => {
      const text = words(form)
      return text !== "" && actions.rewrite(comment, text)
    })
  return html`<form class="rewrite" data-say=${key} @submit=${submit}>
    <textarea class="input" name="text" rows="2" maxlength=${MOST_LETTERS} required aria-label=${t("comments.edit")} .value=${shown.words(key) ?? comment.text} @keydown=${enter}></textarea>
    <p class="acts"><button type="button" class="btn" @click=${() => actions.edit(undefined)}>${t("comments.cancel")}</button><button class="btn primary">${t("comments.save")}</button></p></form>`
}
