/** Avatars in the header and names in the footer: a click follows that person. */
import { html, nothing, render } from "lit-html"
import type { Visitor } from "../note/page.ts"
import { t } from "../words.ts"
import type { Person } from "./presence.ts"

const SHOWN = 4

export interface PeopleActions {
  /** Asks for one's own name. */
  rename(): void
  /** Goes to that person and stays with them, or leaves them again. */
  follow(person: Person): void
  /** The followed visitor. */
  readonly followed: string | undefined
}

export function initials(name: string): string {
  const words = name.split(/[\s-]+/).filter(Boolean)
  const letters =
    words.length > 1 ? words.slice(0, 2).map(word => [...word][0]) : [...(words[0] ?? "?")].slice(0, 2)
  return letters.join("").toLocaleUpperCase()
}

const face = (colour: number, name: string, does: string, action: () => void, isFollowed?: boolean) =>
  html`<button type="button" class="avatar c${colour}" title=${does} aria-pressed=${isFollowed ?? nothing} @click=${action}><span aria-hidden="true">${initials(name)}</span
    ><span class="vh">${does}</span></button>`

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
  const present = t("editor.present", { count: persons.length + 1 })
  if (faces.ariaLabel !== present) faces.ariaLabel = present
  render(
    html`${face(me.colour, mine, t("editor.rename", { name: mine }), actions.rename)}
      ${persons.slice(0, SHOWN).map(person => {
        const shown = person.name ?? anonymous
        const isFollowed = person.visitor === actions.followed
        const follow = () => actions.follow(person)
        return face(person.colour, shown, t("editor.goTo", { name: shown }), follow, isFollowed)
      })}
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
