/** The dialog of the status: what each status means, what still prevents it, which version is frozen for print. */
import "./status.css"
import type { EditorView } from "@codemirror/view"
import { html, nothing } from "lit-html"
import type { Card, Status } from "../note/card.ts"
import { ask } from "../screen/ask.ts"
import { icon } from "../screen/icon.ts"
import { panel } from "../screen/panel.ts"
import { clock, day } from "../screen/when.ts"
import { marks } from "../text/marks.ts"
import { plain } from "../text/plain.ts"
import { t } from "../words.ts"

const LIST_MARK = /^([-*+]|\d+[.)])( \[.\])? /
const STATUSES: readonly Status[] = ["draft", "to-review", "reviewed", "ready"]

/** `saved` is called with the card as the server keeps it. */
export function statusPanel(url: string, card: Card, view: EditorView, saved: (card: Card) => void): void {
  const { dialog, draw } = panel("status", t("status.title"))
  let { status } = card
  let refusal = ""

  const show = () => {
    const unchecked = marks(view.state.doc)
    // Buttons: the arrow keys of radio buttons would freeze the note on the way to another status.
    draw(html`<ul class="steps">${STATUSES.map(
      one =>
        html`<li><button type="button" aria-current=${one === status ? "true" : nothing}
              ?disabled=${one === "ready" && unchecked.length > 0} @click=${() => choose(one)}>
            <span class="st" data-status=${one}>${icon("check-check")}<span>${t(`status.${one}`)}</span></span>
            <small>${t(`status.${one}Text`)}</small></button></li>`,
    )}</ul>
      <p class="refusal" role="alert">${refusal}</p>
      ${
        unchecked.length > 0
          ? html`<section class="unchecked"><h3>${icon("triangle-alert")}${t("status.unchecked", { count: unchecked.length })}</h3>
              <ul>${unchecked.map(
                ({ from, to, words }) =>
                  html`<li><button type="button" @click=${() => goTo(from, to)}>${plain(words.replace(LIST_MARK, ""))}</button></li>`,
              )}</ul></section>`
          : nothing
      }
      ${card.frozen ? html`<p class="frozen">${icon("lock")}<span>${frozenText(card)}</span></p>` : nothing}`)
  }

  async function choose(wish: Status): Promise<void> {
    status = wish
    show()
    const answer = await ask<Card>("PUT", url, { status: wish })
    if ("body" in answer) {
      saved(answer.body)
      dialog.close()
      return
    }
    refusal = answer.refusal
    status = card.status
    show()
  }

  function goTo(from: number, to: number): void {
    dialog.close()
    view.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true })
    view.focus()
  }

  show()
}

function frozenText({ frozen, status }: Card): string {
  if (!frozen) return ""
  const at = new Date(frozen.at)
  const params = {
    version: frozen.version,
    at: `${day(at, new Date())}, ${clock(at)}`,
    by: frozen.by || t("editor.anonymous"),
  }
  return t(status === "ready" ? "status.frozen" : "status.frozenBehind", params)
}
