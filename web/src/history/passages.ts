/** Changed passages, with their authors. */
import { html, type TemplateResult } from "lit-html"
import { initials } from "../people/faces.ts"
import { icon } from "../screen/icon.ts"
import type { Person, Story } from "../story/story.ts"
import { t } from "../words.ts"
import type { Changes, Passage } from "./changes.ts"

const LONGEST = 60
const LONGEST_OF_TWO = 24

export interface PassageActions {
  goTo(place: number): void
  /** Brings the earlier words of one passage back; undefined where the note is not shown as it is now. */
  readonly bringBack?: (passage: Passage) => void
}

function short(text: string, most: number): string {
  const line = text
    .replace(/^:::.*$|[#>*_`|\s]+/gm, " ")
    .replace(/\s+/g, " ")
    .trim()
  return line.length > most ? `${line.slice(0, most - 1).trimEnd()}…` : line
}

function said({ went, came }: Passage): TemplateResult {
  if (went && came && went.length + came.length < 2 * LONGEST_OF_TWO)
    return html`${short(went, LONGEST_OF_TWO)} → ${short(came, LONGEST_OF_TWO)}`
  const text = short(came || went, LONGEST)
  return came ? html`${t("history.quoted", { text })}` : html`<s>${t("history.quoted", { text })}</s>`
}

export function face(person: Person | undefined): TemplateResult {
  const name = person?.name ?? t("editor.anonymous")
  return html`<span class="avatar c${person?.colour ?? 0}" title=${name}><span aria-hidden="true">${initials(name)}</span><span class="vh">${name}</span></span>`
}

export function passageList(
  story: Story,
  { passages, wordsCame, wordsWent }: Changes,
  current: number,
  actions: PassageActions,
): TemplateResult {
  const step = (by: number) => actions.goTo((current + by + passages.length) % passages.length)
  return html`<h2>${t("history.changes")}</h2>
    <p class="sum"><span>${t("history.came", { count: wordsCame })}</span><span>${t("history.went", { count: wordsWent })}</span></p>
    ${passages.length === 0 ? html`<p class="hint">${t("history.same")}</p>` : ""}
    <ol>
      ${passages.map(
        (passage, n) => html`<li aria-current=${n === current}>
          <button type="button" @click=${() => actions.goTo(n)}>${face(story.people[passage.person])}
            <span><b>${passage.heading || t("history.top")}</b>${said(passage)}</span></button>
          ${actions.bringBack && n === current ? html`<button type="button" class="btn back" @click=${() => actions.bringBack?.(passage)}>${icon("rotate-ccw")}${t("history.bringBack")}</button>` : ""}
        </li>`,
      )}
    </ol>
    ${
      passages.length > 1
        ? html`<div class="walk"><button type="button" aria-label=${t("history.previousChange")} @click=${() => step(-1)}>${icon("chevron-left")}</button>
      ${t("history.ofAll", { number: current + 1, count: passages.length })}
      <button type="button" aria-label=${t("history.nextChange")} @click=${() => step(1)}>${icon("chevron-right")}</button></div>`
        : ""
    }`
}

/** The people of the story, each with their colour; a press shows the changes of that person alone. */
export function legend(
  story: Story,
  { steps, only, base }: { steps: number; only: number | undefined; base: string },
  choose: (person: number | undefined) => void,
): TemplateResult {
  const authors = new Set(story.told.spans.map(([person]) => person).filter(person => person >= 0))
  return html`<span class="key"><ins>${t("history.added")}</ins><del>${t("history.removed")}</del></span>
    <span class="since">${base ? t("history.since", { base }) : ""}</span><span class="grow"></span>
    <ul class="legend" aria-label=${t("history.authors")}>
      ${[...authors].map(person => {
        const { name, colour } = story.people[person] ?? { name: null, colour: 0 }
        const isChosen = only === person
        return html`<li><button type="button" aria-pressed=${isChosen} title=${t("history.only")}
          @click=${() => choose(isChosen ? undefined : person)}><i class="c${colour}"></i>${name ?? t("editor.anonymous")}</button></li>`
      })}
    </ul>
    <span>${t("history.steps", { count: steps })} · ${t("history.people", { count: authors.size })}</span>`
}
