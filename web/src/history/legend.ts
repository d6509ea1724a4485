/** Who has written, each with their colour; a press shows what this one changed, alone. */
import { html, type TemplateResult } from "lit-html"
import { t } from "../words.ts"
import type { Story } from "./story.ts"

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
