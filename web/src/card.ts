/** The card of the note, edited: only what was changed here is sent, so that two may fill it at once. */
import "./styles/card.css"
import { html, nothing } from "lit-html"
import { ask } from "./ask.ts"
import type { Card } from "./card-header.ts"
import { panel } from "./panel.ts"
import { type Key, t } from "./words.ts"

type Field = "kind" | "theme" | "audience" | "authors" | "deck" | "classification"
const MOST = { deck: 300, authors: 1000, other: 120 }

/** `saved` is called with the card as the server keeps it. */
export function cardPanel(url: string, before: Card, saved: (card: Card) => void): void {
  const { dialog, draw } = panel("card", t("card.title"))
  let refusal = ""
  const was: Record<Field, string> = { ...before, authors: before.authors.join(", ") }

  const field = (name: Field, options = "", hint?: Key) =>
    html`<label class="field ${name}"><span>${t(`card.${name}`)}</span><input class="input" name=${name} .value=${was[name]}
        maxlength=${name === "deck" || name === "authors" ? MOST[name] : MOST.other} list=${options ? `card-${name}s` : nothing}
        placeholder=${t(`card.${name}Hint`)}>${hint ? html`<small>${t(hint)}</small>` : nothing}${
          options
            ? html`<datalist id=${`card-${name}s`}>${options.split(" | ").map(one => html`<option value=${one}></option>`)}</datalist>`
            : nothing
        }</label>`

  const show = () =>
    draw(html`<form @submit=${save}>
        ${field("kind", t("card.kinds"))}${field("theme")}${field("deck")}
        ${field("audience")}${field("authors", "", "card.authorsNote")}
        ${field("classification", t("card.classifications"))}
        <label class="field budget"><span>${t("card.budget")}</span><input class="input" name="budget" type="number" min="1" max="200"
          inputmode="numeric" .value=${String(before.budget ?? "")} placeholder="–"></label>
        <p class="refusal" role="alert">${refusal}</p>
        <p class="actions"><button type="button" class="btn" @click=${() => dialog.close()}>${t("card.cancel")}</button>
          <button class="btn primary">${t("card.save")}</button></p>
      </form>`)

  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const answer = await ask<Card>("PUT", url, changed(new FormData(event.target as HTMLFormElement)))
    if ("body" in answer) {
      saved(answer.body)
      dialog.close()
    } else {
      refusal = answer.refusal
      show()
    }
  }

  function changed(form: FormData): Partial<Card> {
    const said = (name: string) => String(form.get(name) ?? "").trim()
    const change: Record<string, unknown> = {}
    for (const name of Object.keys(was) as Field[])
      if (form.has(name) && said(name) !== was[name])
        change[name] =
          name === "authors"
            ? said(name)
                .split(/[,;]/)
                .map(one => one.trim())
                .filter(Boolean)
            : said(name)
    const budget = said("budget") ? Number(said("budget")) : null
    return budget === before.budget ? change : { ...change, budget }
  }

  show()
}
