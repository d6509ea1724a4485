/** The dialog of the card. It sends only the fields that were changed here, so that two people may fill it at once. */
import "./card.css"
import { html, nothing } from "lit-html"
import type { Card } from "../note/card.ts"
import { ask } from "../screen/ask.ts"
import { panel } from "../screen/panel.ts"
import { type Key, t } from "../words.ts"

const FIELDS = ["kind", "theme", "deck", "audience", "classification", "authors"] as const
type Field = (typeof FIELDS)[number] | "title" | "budget"
const MOST = { title: 300, deck: 300, authors: 2000, budget: 3, other: 120 }
const MOST_AUTHORS = 20
const MOST_PAGES = 200

export interface CardWish {
  readonly url: string
  readonly card: Card
  readonly title: string
  /** The title is the first heading of the text. */
  retitle(title: string): void
  /** Called with the card as the server keeps it. */
  saved(card: Card): void
  openStatus(): void
}

export function cardPanel({ url, card, title, retitle, saved, openStatus }: CardWish): void {
  const { dialog, draw } = panel("card", t("card.title"))
  let refusal = ""
  let wrong: Partial<Record<Field, string>> = {}
  /** Those in use in the classeur of the note, each in one spelling. */
  let themes: readonly string[] = []
  const was: Record<Field, string> = {
    ...card,
    title,
    authors: card.authors.join(", "),
    budget: String(card.budget ?? ""),
  }

  const field = (name: Field, options: readonly string[] = [], hint?: Key) => {
    const told = wrong[name] ?? (hint ? t(hint) : "")
    return html`<label class="field" data-field=${name}><span>${t(`card.${name === "title" ? "heading" : name}`)}</span><input class="input"
        name=${name} .value=${was[name]} maxlength=${name in MOST ? MOST[name as keyof typeof MOST] : MOST.other}
        list=${options.length > 0 ? `card-${name}` : nothing} placeholder=${t(`card.${name}Hint`)} autocomplete="off"
        inputmode=${name === "budget" ? "numeric" : nothing} aria-invalid=${wrong[name] ? "true" : nothing}
        aria-describedby=${told ? `card-${name}-told` : nothing}>${
          told
            ? html`<small id=${`card-${name}-told`} class=${wrong[name] ? "wrong" : nothing}>${told}</small>`
            : nothing
        }${
          options.length > 0
            ? html`<datalist id=${`card-${name}`}>${options.map(one => html`<option value=${one}></option>`)}</datalist>`
            : nothing
        }</label>`
  }

  const show = () =>
    draw(html`<form novalidate @submit=${save}>
        ${field("title")}${field("kind", choices("card.kinds"))}${field("theme", themes)}${field("deck")}
        ${field("audience")}${field("classification", choices("card.classifications"))}${field("authors", [], "card.authorsNote")}
        ${field("budget")}
        <div class="field"><span>${t("card.status")}</span><button type="button" class="btn change" aria-haspopup="dialog" @click=${toStatus}>
          <span class="st" data-status=${card.status}>${t(`status.${card.status}`)}</span>${t("card.changeStatus")}</button></div>
        <p class="refusal" role="alert">${refusal}</p>
        <p class="actions"><button type="button" class="btn" @click=${() => dialog.close()}>${t("card.cancel")}</button>
          <button class="btn primary">${t("card.save")}</button></p>
      </form>`)

  function toStatus(): void {
    dialog.close()
    openStatus()
  }

  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const said = values(event.target as HTMLFormElement)
    wrong = mistakes(said)
    refusal = ""
    const change = changed(said)
    const answer =
      Object.keys(wrong).length > 0 || Object.keys(change).length === 0
        ? undefined
        : await ask<Card>("PUT", url, change)
    if (answer && "body" in answer) saved(answer.body)
    else if (answer) refusal = answer.refusal
    if (refusal || Object.keys(wrong).length > 0) {
      show()
      dialog.querySelector<HTMLElement>("[aria-invalid]")?.focus()
      return
    }
    if (said.title && said.title !== was.title) retitle(said.title)
    dialog.close()
  }

  function changed(said: Record<Field, string>): Partial<Card> {
    const change: Record<string, unknown> = {}
    for (const name of FIELDS)
      if (said[name] !== was[name]) change[name] = name === "authors" ? names(said.authors) : said[name]
    if (said.budget !== was.budget) change.budget = said.budget ? Number(said.budget) : null
    return change
  }

  show()
  void ask<{ themes: readonly string[] }>("GET", url.replace(/card$/, "themes")).then(answer => {
    if (!("body" in answer) || answer.body.themes.length === 0 || !dialog.isConnected) return
    themes = answer.body.themes
    show()
  })
}

const choices = (key: Key): readonly string[] => t(key).split(" | ")

function values(form: HTMLFormElement): Record<Field, string> {
  const said = new FormData(form)
  const value = (name: Field) => String(said.get(name) ?? "").trim()
  return Object.fromEntries(
    [...FIELDS, "title", "budget"].map(name => [name, value(name as Field)]),
  ) as Record<Field, string>
}

function mistakes({ authors, budget }: Record<Field, string>): Partial<Record<Field, string>> {
  const isPages = /^\d+$/.test(budget) && Number(budget) >= 1 && Number(budget) <= MOST_PAGES
  return {
    ...(budget && !isPages ? { budget: t("card.budgetWrong", { most: MOST_PAGES }) } : {}),
    ...(names(authors).length > MOST_AUTHORS
      ? { authors: t("card.authorsMany", { most: MOST_AUTHORS }) }
      : {}),
  }
}

const names = (authors: string): string[] =>
  authors
    .split(/[,;]/)
    .map(one => one.trim())
    .filter(Boolean)
