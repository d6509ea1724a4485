/** The card of a thread that is not chosen, in a line or two: who, when, and how it begins. */
import { html, nothing, type TemplateResult } from "lit-html"
import { icon } from "../screen/icon.ts"
import { plain } from "../text/plain.ts"
import { t } from "../words.ts"
import { face, nameOf, stamp } from "./said.ts"
import type { Actions, Shown } from "./shown.ts"
import type { Thread } from "./thread.ts"

export function foldedCard(
  thread: Thread,
  isGone: boolean,
  shown: Shown,
  actions: Actions,
): TemplateResult | typeof nothing {
  const [first, ...answers] = thread.comments
  if (!first) return nothing
  const fresh = thread.comments.filter(one => !one.is_mine && one.at > shown.seenBefore)
  const isCited = fresh.some(({ text }) => shown.citesMe(text))
  return html`<article class="folded"><header>${face(first)}<b>${nameOf(first)}</b>
      ${fresh.length > 0 ? html`<span class="tag fresh">${t(isCited ? "comments.citesYou" : "comments.new")}</span>` : nothing}
      ${stamp(first)}${decide(thread, shown, actions)}</header>
    ${isGone ? html`<p class="hint">${t("comments.orphan")}</p><blockquote>${plain(thread.quote)}</blockquote>` : nothing}
    <p class="brief"><span>${brief(thread)}</span>${answers.length > 0 ? html`<small title=${t("comments.answers", { count: answers.length })}>+${answers.length}</small>` : nothing}</p></article>
    ${resume(thread, shown, actions)}`
}

const brief = ({ kind, quote, proposed, comments }: Thread) =>
  kind === "proposal"
    ? html`<span class="sugg"><del>${quote}</del> <ins>${proposed}</ins></span>`
    : (comments[0]?.text ?? "")

/** A proposal is decided on without being chosen. */
function decide(thread: Thread, shown: Shown, actions: Actions): TemplateResult | typeof nothing {
  if (thread.kind !== "proposal" || thread.state !== "open" || !shown.mayEdit) return nothing
  const button = (state: Thread["state"], symbol: string, label: string) =>
    html`<button type="button" class="x" aria-label=${label} title=${label} @click=${(event: Event) => {
      event.stopPropagation()
      actions.end(thread, state)
    }}>${icon(symbol)}</button>`
  return html`<span class="decide">${button("accepted", "check", t("comments.accept"))}${button("refused", "x", t("comments.refuse"))}</span>`
}

/** An answer that is begun waits here; an ended thread says how it ended. */
function resume(thread: Thread, shown: Shown, actions: Actions): TemplateResult | typeof nothing {
  if (thread.state !== "open")
    return html`<p class="hint">${t(`comments.state.${thread.state}`, { name: thread.ended_by ?? t("editor.anonymous") })}</p>`
  if (shown.words(`answer:${thread.id}`) === undefined) return nothing
  return html`<p class="acts"><button type="button" class="link" @click=${(event: Event) => {
    event.stopPropagation()
    actions.reply(thread)
  }}>${t("comments.resume")}</button></p>`
}
