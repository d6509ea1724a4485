/** The card of a thread that is being begun: a comment on a passage, or other words for it. */
import { html, nothing, type TemplateResult } from "lit-html"
import { plain } from "../text/plain.ts"
import { t } from "../words.ts"
import type { Draft } from "./drafts.ts"
import { deliver, enter, MOST_LETTERS, words } from "./say.ts"
import type { Actions, Shown } from "./shown.ts"

/** What is sent as it stands in the text proposes nothing: the browser says so at the field, until it changes. */
function refuse(field: HTMLTextAreaElement): boolean {
  field.setCustomValidity(t("comments.unchanged"))
  field.reportValidity()
  return false
}

const accept = (event: Event): void => (event.target as HTMLTextAreaElement).setCustomValidity("")

/** Only the current one has its fields; another one waits with what was written. */
export function draftCard(draft: Draft, shown: Shown, actions: Actions): TemplateResult {
  return draft.id === shown.current ? fields(draft, actions) : waiting(draft, actions)
}

function waiting(draft: Draft, actions: Actions): TemplateResult {
  return html`<p class="tag">${t("comments.draft")}</p><blockquote>${plain(draft.quote)}</blockquote>
    <p class="begun">${draft.text || draft.proposed}</p>
    <p class="acts"><button type="button" class="link" @click=${() => actions.choose(draft.id)}>${t("comments.resume")}</button><button type="button" class="link" @click=${(
      event: Event,
    ) => {
      event.stopPropagation()
      actions.discard(draft)
    }}>${t("comments.discard")}</button></p>`
}

function fields(draft: Draft, actions: Actions): TemplateResult {
  const { id, quote, proposed, text } = draft
  const isProposal = proposed !== undefined
  const submit = (event: SubmitEvent) =>
    void deliver(event, async form => {
      const instead = String(new FormData(form).get("proposed") ?? "")
      const said = words(form)
      const field = form.elements.namedItem("proposed")
      if (instead === quote && field instanceof HTMLTextAreaElement) return refuse(field)
      return Boolean(said || instead) && actions.begin(draft, said, instead)
    })
  return html`<form data-draft=${id} @submit=${submit}><blockquote>${plain(quote)}</blockquote>
    ${isProposal ? html`<label class="field"><span>${t("comments.instead")}</span><textarea class="input" name="proposed" rows="2" maxlength=${MOST_LETTERS} required .value=${proposed} @input=${accept}></textarea></label>` : nothing}
    <textarea class="input" name="text" rows="2" maxlength=${MOST_LETTERS} ?required=${!isProposal} aria-invalid="false" aria-label=${t("comments.yours")} placeholder=${t(isProposal ? "comments.why" : "comments.yours")} .value=${text} @keydown=${enter}></textarea>
    <label class="check"><input type="checkbox" .checked=${isProposal} @change=${(event: Event) => actions.propose(draft, (event.target as HTMLInputElement).checked)}>${t("comments.propose")}</label>
    <p class="acts"><button type="button" class="btn" @click=${(event: Event) => {
      event.stopPropagation()
      actions.discard(draft)
    }}>${t("comments.cancel")}</button><button class="btn primary">${t("comments.send")}</button></p></form>`
}
