/** The card of a thread: its passage, what is said of it, and what can be done; in a line or two until it is chosen. */
import { html, nothing, type TemplateResult } from "lit-html"
import { icon } from "../screen/icon.ts"
import { plain } from "../text/plain.ts"
import { t } from "../words.ts"
import { foldedCard } from "./folded.ts"
import { nameOf, said } from "./said.ts"
import { sayField } from "./say.ts"
import type { Actions, Shown } from "./shown.ts"
import type { Thread } from "./thread.ts"

/** Beyond so many comments the answers between the first one and the last ones wait for a press. */
const LONG_THREAD = 4

export function threadCard(
  thread: Thread,
  isGone: boolean,
  shown: Shown,
  actions: Actions,
): TemplateResult | typeof nothing {
  if (thread.id !== shown.current) return foldedCard(thread, isGone, shown, actions)
  const isOpen = thread.state === "open"
  const answer = t("comments.answer", { name: nameOf(thread.comments[0] ?? { name: null }) })
  const key = `answer:${thread.id}`
  return html`${spoken(thread, shown, actions)}
    ${isGone ? html`<p class="hint">${t("comments.orphan")}</p>` : nothing}
    ${isOpen ? decisions(thread, shown, actions) : html`<p class="hint">${t(`comments.state.${thread.state as "resolved"}`, { name: thread.ended_by ?? t("editor.anonymous") })}</p>`}
    ${isOpen ? sayField(key, answer, shown.words(key), text => actions.answer(thread, text)) : nothing}
    ${isOpen || !mayReopen(thread, shown) ? nothing : html`<p class="acts"><button type="button" class="link" @click=${() => actions.end(thread, "open")}>${t("comments.reopen")}</button></p>`}`
}

const mayReopen = ({ kind }: Thread, { mayEdit }: Shown) => kind === "comment" || mayEdit

/** The comments of a thread; of a long one the first and the last ones, unless the reader has asked for all. */
function spoken(thread: Thread, shown: Shown, actions: Actions): TemplateResult {
  const { comments } = thread
  const isWhole = shown.unfolded.has(thread.id) || comments.length <= LONG_THREAD
  const skipped = isWhole ? 0 : comments.length - 3
  const unfold = () =>
    html`<button type="button" class="link more" @click=${() => actions.unfold(thread.id)}>${t("comments.moreAnswers", { count: skipped })}</button>`
  return html`${comments.map((comment, number) => {
    if (number > 0 && number <= skipped) return number === 1 ? unfold() : nothing
    const about = number === 0 ? passage(thread) : nothing
    return said(comment, shown, actions, number === 0 ? thread : undefined, about)
  })}`
}

const passage = ({ kind, quote, proposed }: Thread) =>
  kind === "proposal"
    ? html`<p class="sugg"><del>${quote}</del> <ins>${proposed}</ins></p>`
    : html`<blockquote>${plain(quote)}</blockquote>`

function decisions(thread: Thread, shown: Shown, actions: Actions): TemplateResult | typeof nothing {
  const button = (state: Thread["state"], symbol: string, name: string) =>
    html`<button type="button" class="btn" @click=${() => actions.end(thread, state)}>${icon(symbol)}${name}</button>`
  if (thread.kind !== "proposal")
    return html`<p class="acts"><button type="button" class="link" @click=${() => actions.end(thread, "resolved")}>${icon("check")}${t("comments.resolve")}</button></p>`
  if (shown.mayEdit)
    return html`<p class="duo">${button("accepted", "check", t("comments.accept"))}${button("refused", "x", t("comments.refuse"))}</p>`
  return thread.is_mine
    ? html`<p class="acts">${button("refused", "x", t("comments.withdraw"))}</p>`
    : nothing
}
