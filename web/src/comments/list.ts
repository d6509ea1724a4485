/** The list of threads: open ones in the order of the text, then the general talk; or the closed ones. */
import { html, nothing, type TemplateResult } from "lit-html"
import { repeat } from "lit-html/directives/repeat.js"
import { initials } from "../people/faces.ts"
import { icon } from "../screen/icon.ts"
import { clock, day, daysAgo } from "../screen/when.ts"
import { plain } from "../text/headings.ts"
import { t } from "../words.ts"
import { pieces } from "./names.ts"
import type { Comment, Thread } from "./thread.ts"

export interface Draft {
  readonly quote: string
  readonly isProposal: boolean
  /** Whether a proposal says still what the text says. */
  readonly isSame: boolean
}

export interface Shown {
  readonly threads: readonly Thread[]
  /** Those whose passage is gone from the text. */
  readonly orphans: ReadonlySet<string>
  readonly current: string | undefined
  readonly isEnded: boolean
  readonly ended: number
  readonly open: number
  /** Comments of others after this time are unread. */
  readonly seenBefore: string
  /** Names that can be mentioned. */
  readonly names: readonly string[]
  /** True if a text mentions the reader. */
  citesMe(text: string): boolean
  readonly draft: Draft | undefined
  readonly mayEdit: boolean
  readonly refusal: string
}

export interface Actions {
  choose(thread: string): void
  filter(isEnded: boolean): void
  /** Whether what is said has come, as with the next two. */
  answer(thread: Thread, text: string): Promise<boolean>
  talk(text: string): Promise<boolean>
  begin(text: string, proposed: string): Promise<boolean>
  propose(isProposal: boolean): void
  reword(isSame: boolean): void
  cancel(): void
  end(thread: Thread, state: Thread["state"]): void
  copyLink(thread: Thread): void
  remove(comment: Comment): void
}

const when = (at: Date, now: Date) => (daysAgo(at, now) === 0 ? clock(at) : day(at, now))

const words = (form: HTMLFormElement) => String(new FormData(form).get("text") ?? "").trim()

/** Sends the text of a form, one request at a time; the form keeps it until it is stored. */
async function deliver(event: SubmitEvent, send: (form: HTMLFormElement) => Promise<boolean>): Promise<void> {
  event.preventDefault()
  const form = event.target as HTMLFormElement
  const text = words(form)
  if (form.ariaBusy) return
  form.ariaBusy = "true"
  const isTaken = await send(form)
  form.ariaBusy = null
  if (isTaken && words(form) === text) form.reset()
}

/** Enter sends where there is one line to say; Shift and Enter begin another. */
function enter(event: KeyboardEvent): void {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return
  event.preventDefault()
  ;(event.target as HTMLTextAreaElement).form?.requestSubmit()
}

const say = (label: string, send: (text: string) => Promise<boolean>) => html`<form class="say" @submit=${(
  event: SubmitEvent,
) =>
  void deliver(event, async form => {
    const text = words(form)
    return text !== "" && send(text)
  })}><textarea class="input" name="text" rows="1" maxlength="4000" required aria-label=${label} placeholder=${label} @keydown=${enter}></textarea
  ><button class="btn primary" aria-label=${t("comments.send")}>${icon("send")}</button></form>`

export function commentList(shown: Shown, actions: Actions): TemplateResult {
  const { threads, isEnded } = shown
  const talk = threads.find(({ kind }) => kind === "talk")
  const listed = threads.filter(({ kind, state }) => kind !== "talk" && (state === "open") !== isEnded)
  const seg = (ended: boolean, text: string) =>
    html`<label><input type="radio" name="ended" .checked=${isEnded === ended} @change=${() => actions.filter(ended)}>${text}</label>`
  return html`<div class="seg" role="group" aria-label=${t("comments.filter")}>${seg(false, t("comments.open", { count: shown.open }))}${seg(true, t("comments.ended", { count: shown.ended }))}</div>
    ${shown.refusal ? html`<p class="refusal" role="alert">${shown.refusal}</p>` : nothing}
    ${shown.draft ? composed(shown.draft, actions) : nothing}
    ${listed.length === 0 && !shown.draft ? html`<p class="hint">${t(isEnded ? "comments.noneEnded" : "comments.none")}</p>` : nothing}
    <ol>${repeat(
      listed,
      ({ id }) => id,
      thread => card(thread, shown, actions),
    )}</ol>
    ${isEnded ? nothing : html`<section class="talk"><h3>${t("comments.talk")}</h3>${talk?.comments.map(comment => said(comment, shown, actions))}${say(t("comments.talkHint"), actions.talk)}</section>`}`
}

function composed({ quote, isProposal, isSame }: Draft, actions: Actions): TemplateResult {
  const isUnchanged = isProposal && isSame
  const reword = (event: Event) => actions.reword((event.target as HTMLTextAreaElement).value === quote)
  const submit = (event: SubmitEvent) =>
    void deliver(event, async form => {
      const proposed = String(new FormData(form).get("proposed") ?? "")
      const text = words(form)
      // Enter sends past a button that is off.
      return !isUnchanged && Boolean(text || proposed) && actions.begin(text, proposed)
    })
  return html`<form class="thread draft" @submit=${submit}><blockquote>${plain(quote)}</blockquote>
    ${isProposal ? html`<label class="field"><span>${t("comments.instead")}</span><textarea class="input" name="proposed" rows="2" maxlength="4000" required .value=${quote} aria-describedby="unchanged" @input=${reword}></textarea></label>` : nothing}
    ${isUnchanged ? html`<p class="hint" id="unchanged">${t("comments.unchanged")}</p>` : nothing}
    <textarea class="input" name="text" rows="2" maxlength="4000" ?required=${!isProposal} aria-label=${t("comments.yours")} placeholder=${t(isProposal ? "comments.why" : "comments.yours")} @keydown=${enter}></textarea>
    <label class="check"><input type="checkbox" .checked=${isProposal} @change=${(event: Event) => actions.propose((event.target as HTMLInputElement).checked)}>${t("comments.propose")}</label>
    <p class="acts"><button type="button" class="btn" @click=${actions.cancel}>${t("comments.cancel")}</button><button class="btn primary" ?disabled=${isUnchanged}>${t("comments.send")}</button></p></form>`
}

function card(thread: Thread, shown: Shown, actions: Actions): TemplateResult {
  const [first, ...rest] = thread.comments
  const isCurrent = thread.id === shown.current
  const isOpen = thread.state === "open"
  const choose = () => !isCurrent && actions.choose(thread.id)
  if (!first) return html``
  return html`<li class="thread" id=${`comment-${thread.number}`} aria-current=${isCurrent} @click=${choose} @keyup=${({ key }: KeyboardEvent) => key === "Tab" && choose()}>
    ${said(first, shown, actions, thread)}
    ${rest.map(comment => said(comment, shown, actions))}
    ${shown.orphans.has(thread.id) ? html`<p class="hint">${t("comments.orphan")}</p>` : nothing}
    ${isOpen ? decisions(thread, shown, actions) : html`<p class="hint">${t(`comments.state.${thread.state as "resolved"}`, { name: thread.ended_by ?? t("editor.anonymous") })}</p>`}
    ${isOpen && isCurrent ? say(t("comments.answer", { name: first.name ?? t("editor.anonymous") }), text => actions.answer(thread, text)) : nothing}
    ${thread.kind === "comment" && !isOpen ? html`<p class="acts"><button type="button" class="link" @click=${() => actions.end(thread, "open")}>${t("comments.reopen")}</button></p>` : nothing}
  </li>`
}

function decisions(thread: Thread, { mayEdit }: Shown, actions: Actions): TemplateResult {
  const button = (state: Thread["state"], symbol: string, name: string) =>
    html`<button type="button" class="btn" @click=${() => actions.end(thread, state)}>${icon(symbol)}${name}</button>`
  if (thread.kind !== "proposal")
    return html`<p class="acts"><button type="button" class="link" @click=${() => actions.end(thread, "resolved")}>${icon("check")}${t("comments.resolve")}</button></p>`
  if (!mayEdit)
    return thread.is_mine
      ? html`<p class="acts">${button("refused", "x", t("comments.withdraw"))}</p>`
      : html``
  return html`<p class="duo">${button("accepted", "check", t("comments.accept"))}${button("refused", "x", t("comments.refuse"))}</p>`
}

/** One comment; with `thread`, the one that began it. */
function said(comment: Comment, shown: Shown, actions: Actions, thread?: Thread): TemplateResult {
  const name = comment.name ?? t("editor.anonymous")
  const at = new Date(comment.at)
  const isFresh = !comment.is_mine && comment.at > shown.seenBefore
  return html`<article><header><span class="avatar c${comment.colour}" aria-hidden="true">${initials(name)}</span><b>${name}</b>
      ${thread?.kind === "proposal" ? html`<span class="tag">${t("comments.proposes")}</span>` : nothing}
      ${isFresh ? html`<span class="tag fresh">${t(shown.citesMe(comment.text) ? "comments.citesYou" : "comments.new")}</span>` : nothing}
      <time datetime=${comment.at}>${when(at, new Date())}</time>
      ${thread ? html`<button type="button" class="x" aria-label=${t("target.copyComment")} title=${t("target.copyComment")} @click=${() => actions.copyLink(thread)}>${icon("link")}</button>` : nothing}
      ${comment.is_mine ? html`<button type="button" class="x" aria-label=${t("comments.remove")} title=${t("comments.remove")} @click=${() => actions.remove(comment)}>${icon("trash-2")}</button>` : nothing}</header>
    ${thread?.kind === "comment" ? html`<blockquote>${plain(thread.quote)}</blockquote>` : nothing}
    ${thread?.kind === "proposal" ? html`<p class="sugg"><del>${thread.quote}</del> <ins>${thread.proposed}</ins></p>` : nothing}
    ${comment.text ? html`<p>${outstanding(comment.text, shown.names)}</p>` : nothing}</article>`
}

/** `@Name` stands out. */
const outstanding = (said: string, names: readonly string[]) =>
  pieces(said, names).map((piece, n) => (n % 2 ? html`<b>${piece}</b>` : piece))
