/** The card of a thread: its passage, what is said of it, and what can be done. */
import { html, nothing, type TemplateResult } from "lit-html"
import { icon } from "../screen/icon.ts"
import { plain } from "../text/plain.ts"
import { t } from "../words.ts"
import { nameOf, said } from "./said.ts"
import { sayField } from "./say.ts"
import type { Actions, Shown } from "./shown.ts"
import type { Comment, Thread } from "./thread.ts"

/** Beyond so many letters, or lines, a comment is folded; beyond so many comments, a thread. */
const LONG_LETTERS = 260
const LONG_LINES = 7
const LONG_THREAD = 4

const isLong = ({ text }: Comment) => text.length > LONG_LETTERS || text.split("\n").length > LONG_LINES

export function threadCard(thread: Thread, isGone: boolean, shown: Shown, actions: Actions): TemplateResult {
  const isCurrent = thread.id === shown.current
  const isOpen = thread.state === "open"
  const answer = t("comments.answer", { name: nameOf(thread.comments[0] ?? { name: null }) })
  const key = `answer:${thread.id}`
  return html`${spoken(thread, shown, actions)}
    ${isGone ? html`<p class="hint">${t("comments.orphan")}</p>` : nothing}
    ${isOpen ? decisions(thread, shown, actions) : html`<p class="hint">${t(`comments.state.${thread.state as "resolved"}`, { name: thread.ended_by ?? t("editor.anonymous") })}</p>`}
    ${isOpen && isCurrent ? sayField(key, answer, shown.words(key), text => actions.answer(thread, text)) : nothing}
    ${isOpen || !mayReopen(thread, shown) ? nothing : html`<p class="acts"><button type="button" class="link" @click=${() => actions.end(thread, "open")}>${t("comments.reopen")}</button></p>`}`
}

const mayReopen = ({ kind }: Thread, { mayEdit }: Shown) => kind === "comment" || mayEdit

/** The comments of a thread, long ones folded unless the reader has asked for all. */
function spoken(thread: Thread, shown: Shown, actions: Actions): TemplateResult {
  const { comments } = thread
  const isWhole = shown.unfolded.has(thread.id)
  const skipped = isWhole || comments.length <= LONG_THREAD ? 0 : comments.length - 3
  const isFolded = !isWhole && (skipped > 0 || comments.some(isLong))
  const unfold = (text: string) =>
    html`<button type="button" class="link more" @click=${() => actions.unfold(thread.id)}>${text}</button>`
  const begun = comments.map((comment, number) => {
    if (number > 0 && number <= skipped)
      return number === 1 ? unfold(t("comments.moreAnswers", { count: skipped })) : nothing
    const about = number === 0 ? passage(thread) : nothing
    return said(comment, shown, actions, number === 0 ? thread : undefined, about)
  })
  return html`<div class=${isFolded ? "spoken folded" : "spoken"}>${begun}</div>
    ${isFolded && comments.some(isLong) ? unfold(t("comments.more")) : nothing}`
}

const passage = ({ kind, quote, proposed }: Thread) =>
  kind === "proposal"
    ? html`<p class="sugg"><del>${quote}</del> <ins>${proposed}</ins></p>`
    : html`<blockquote>${plain(quote)}</blockquote>`

function decisions(thread: Thread, shown: Shown, actions: Actions): TemplateResult {
  const button = (state: Thread["state"], symbol: string, name: string) =>
    html`<button type="button" class="btn" @click=${() => actions.end(thread, state)}>${icon(symbol)}${name}</button>`
  const isKept = shown.words(`answer:${thread.id}`) !== undefined
  const reply =
    thread.id === shown.current
      ? nothing
      : html`<button type="button" class="link" @click=${(event: Event) => {
          event.stopPropagation()
          actions.reply(thread)
        }}>${t(isKept ? "comments.resume" : "comments.reply")}</button>`
  if (thread.kind !== "proposal")
    return html`<p class="acts">${reply}<button type="button" class="link" @click=${() => actions.end(thread, "resolved")}>${icon("check")}${t("comments.resolve")}</button></p>`
  const decide = shown.mayEdit
    ? html`<p class="duo">${button("accepted", "check", t("comments.accept"))}${button("refused", "x", t("comments.refuse"))}</p>`
    : thread.is_mine
      ? html`<p class="acts">${button("refused", "x", t("comments.withdraw"))}</p>`
      : nothing
  return html`${decide}${reply === nothing ? nothing : html`<p class="acts">${reply}</p>`}`
}
