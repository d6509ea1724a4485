/** The faces in the header and the names in the footer: who is here, each a way to where they write. */
import { html, render } from "lit-html"
import type { Visitor } from "./page.ts"
import type { Person } from "./presence.ts"
import { t } from "./words.ts"

const SHOWN = 4

export interface PeopleActions {
  /** Asks for one's own name. */
  rename(): void
  goTo(visitor: string): void
}

function initials(name: string): string {
  const words = name.split(/[\s-]+/).filter(Boolean)
  const letters =
    words.length > 1 ? words.slice(0, 2).map(word => [...word][0]) : [...(words[0] ?? "?")].slice(0, 2)
  return letters.join("").toLocaleUpperCase()
}

/** Draws into `faces` and `legend`; several pages of one person are one face. */
export function drawPeople(
  faces: HTMLElement,
  legend: HTMLElement,
  me: Visitor,
  others: readonly Person[],
  actions: PeopleActions,
): void {
  const anonymous = t("editor.anonymous")
  const persons = [...new Map(others.map(person => [person.visitor, person])).values()]
  const mine = me.name ?? anonymous
  const rest = persons.slice(SHOWN)
  faces.setAttribute("aria-label", t("editor.present", { count: persons.length + 1 }))
  render(
    html`<button type="button" class="avatar c${me.colour}" title=${t("editor.you", { name: mine })}
        aria-label=${t("editor.rename", { name: mine })} @click=${actions.rename}>${initials(mine)}</button>
      ${persons.slice(0, SHOWN).map(
        ({ name, colour, visitor }) => html`<button type="button" class="avatar c${colour}"
          title=${t("editor.goTo", { name: name ?? anonymous })}
          aria-label=${t("editor.goTo", { name: name ?? anonymous })}
          @click=${() => actions.goTo(visitor)}>${initials(name ?? anonymous)}</button>`,
      )}
      ${rest.length > 0 ? html`<span class="avatar more">+${rest.length}</span>` : ""}`,
    faces,
  )
  render(
    [{ name: mine, colour: me.colour }, ...persons]
      .slice(0, SHOWN + 1)
      .map(({ name, colour }) => html`<li><i class="c${colour}"></i>${name ?? anonymous}</li>`),
    legend,
  )
}
