/** The dialog of the card. It sends only the fields that were changed here, so that two people may fill it at once. */
import "./card.css"
import { html, nothing } from "lit-html"
import type { Card, CardField } from "../note/card.ts"
import { ask } from "../screen/ask.ts"
import { panel } from "../screen/panel.ts"
import { type Key, t } from "../words.ts"

/** What is typed is a line of text, a list of names, or a number of pages. The status has a dialog of its own. */
interface Typed {
  readonly name: Exclude<CardField["name"], "status"> | "title"
  readonly kind: Exclude<CardField["kind"], "status">
  readonly most: number
}

const TITLE: Typed = { name: "title", kind: "line", most: 300 }
/** Words that are offered, by the field. */
const CHOICES: Partial<Record<Typed["name"], Key>> = {
  kind: "card.kinds",
  classification: "card.classifications",
}
/** Letters that a name may have, in the list of them. */
const LETTERS_OF_A_NAME = 100

type Said = Partial<Record<Typed["name"], string>>

export interface CardWish {
  readonly url: string
  readonly card: Card
  readonly fields: readonly CardField[]
  readonly title: string
  /** The title is the first heading of the text. */
  retitle(title: string): void
  /** Called with the card as the server keeps it. */
  saved(card: Card): void
  openStatus(): void
}

export function cardPanel({ url, card, fields, title, retitle, saved, openStatus }: CardWish): void {
  const { dialog, draw } = panel("card", t("card.title"))
  const asked = [TITLE, ...fields.filter(isTyped)]
  let refusal = ""
  let wrong: Said = {}
  /** Those in use in the classeur of the note, each in one spelling. */
  let themes: readonly string[] = []
  const was: Said = Object.fromEntries(
    asked.map(({ name }) => [name, name === "title" ? title : written(card[name])]),
  )

  const field = ({ name, kind, most }: Typed) => {
    const offered = CHOICES[name]
    const options = name === "theme" ? themes : offered ? t(offered).split(" | ") : []
    const told = wrong[name] ?? (kind === "names" ? t("card.authorsNote") : "")
    return html`<label class="field" data-field=${name}><span>${t(`card.${name === "title" ? "heading" : name}`)}</span><input class="input"
        name=${name} .value=${was[name] ?? ""} maxlength=${lettersOf(kind, most)}
        list=${options.length > 0 ? `card-${name}` : nothing} placeholder=${t(`card.${name}Hint`)} autocomplete="off"
        inputmode=${kind === "pages" ? "numeric" : nothing} aria-invalid=${wrong[name] ? "true" : nothing}
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
        ${asked.map(field)}
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
    const form = new FormData(event.target as HTMLFormElement)
    const said: Said = Object.fromEntries(
      asked.map(({ name }) => [name, String(form.get(name) ?? "").trim()]),
    )
    wrong = mistakes(asked, said)
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

  function changed(said: Said): Record<string, unknown> {
    const change: Record<string, unknown> = {}
    for (const { name, kind } of asked)
      if (name !== "title" && said[name] !== was[name]) change[name] = read(kind, said[name] ?? "")
    return change
  }

  show()
  void ask<{ themes: readonly string[] }>("GET", url.replace(/card$/, "themes")).then(answer => {
    if (!("body" in answer) || answer.body.themes.length === 0 || !dialog.isConnected) return
    themes = answer.body.themes
    show()
  })
}

const isTyped = (field: CardField): field is CardField & Typed => field.kind !== "status"

/** A value of the card as it stands in its field, and back. */
const written = (value: string | readonly string[] | number | null): string =>
  typeof value === "string" ? value : Array.isArray(value) ? value.join(", ") : String(value ?? "")

function read(kind: Typed["kind"], said: string): string | readonly string[] | number | null {
  if (kind === "names") return names(said)
  return kind === "line" ? said : said ? Number(said) : null
}

function lettersOf(kind: Typed["kind"], most: number): number {
  return kind === "line" ? most : kind === "names" ? most * LETTERS_OF_A_NAME : String(most).length
}

function mistakes(fields: readonly Typed[], said: Said): Said {
  const wrong: Said = {}
  for (const { name, kind, most } of fields) {
    const value = said[name] ?? ""
    const isPages = /^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= most
    if (kind === "pages" && value && !isPages) wrong[name] = t("card.budgetWrong", { most })
    if (kind === "names" && names(value).length > most) wrong[name] = t("card.authorsMany", { most })
  }
  return wrong
}

const names = (authors: string): string[] =>
  authors
    .split(/[,;]/)
    .map(one => one.trim())
    .filter(Boolean)
