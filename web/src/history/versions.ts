/** The list of versions, with the actions on the selected moment. */
import { html, type TemplateResult } from "lit-html"
import { icon } from "../screen/icon.ts"
import { clock, day } from "../screen/when.ts"
import type { Loss } from "../story/loss.ts"
import type { Story, Version } from "../story/story.ts"
import { t } from "../words.ts"

/** A moment that something can be compared with. */
export interface Base {
  readonly moment: number
  readonly name: string
}

export interface VersionActions {
  show(moment: number): void
  compareWith(moment: number): void
  sideBySide(): void
  restore(): void
}

const when = (at: Date) => `${day(at, new Date())}, ${clock(at)}`

export function nameOf({ name, kind, edition }: Version): string {
  if (name) return name
  if (edition) return t("history.edition", { number: edition })
  return t(`history.kind.${kind}`)
}

/** Moments to compare with, the latest first; the last one is the empty note. */
export function basesOf(
  story: Story,
  moment: number,
  read: number | undefined,
  lost: readonly Loss[] = [],
): Base[] {
  const midnight = new Date(story.time(moment)).setHours(0, 0, 0, 0)
  const bases: Base[] = story.told.versions.map(version => ({
    moment: version.moment,
    name: `${nameOf(version)}, ${day(story.time(version.moment), new Date())}`,
  }))
  for (const loss of lost)
    if (loss.moment === moment) bases.push({ moment: moment - 1, name: t("history.beforeLoss") })
  if (read !== undefined) bases.push({ moment: read, name: t("history.read") })
  bases.push({ moment: story.momentAt(midnight), name: t("history.dayBefore") })
  if (story.isFromElsewhere) bases.push({ moment: 1, name: t("history.first") })
  bases.push({ moment: 0, name: t("history.blank") })
  // Of several names for one moment the first is kept; the blank page has only its own.
  const names = new Map<number, string>()
  // A text that nobody has changed yet is the initial one: nothing in it is new.
  const isBefore = (at: number, name: string) => at < moment || (at === moment && name === t("history.first"))
  for (const { moment: at, name } of bases)
    if (isBefore(at, name) && (at > 0 || name === t("history.blank")) && !names.has(at)) names.set(at, name)
  return [...names].map(([at, name]) => ({ moment: at, name })).sort((a, b) => b.moment - a.moment)
}

export function versionList(
  story: Story,
  shown: { moment: number; base: number; bases: readonly Base[]; isSideBySide: boolean },
  lost: readonly Loss[],
  actions: VersionActions,
): TemplateResult {
  const { moment } = shown
  const versions = [...story.told.versions, ...lost].sort(
    (a, b) => b.moment - a.moment || numberOf(b) - numberOf(a),
  )
  const isNow = moment === story.moments
  const isVersion = versions.some(version => version.moment === moment)
  const card = () => selected(story, shown, actions)
  return html`<h2>${t("history.versions")}</h2>
    <ol>
      <li class="v now" aria-current=${isNow}>
        <button type="button" @click=${() => actions.show(story.moments)}><b>${t("history.now")}</b>
          <small>${lastWords(story)}</small></button>
        ${isNow ? card() : ""}
      </li>
      ${isNow || isVersion ? "" : html`<li class="v chosen" aria-current="true"><b>${t("history.chosen")}</b><small>${when(story.time(moment))}</small>${card()}</li>`}
      ${versions.map(version => {
        const isShown = !isNow && version.moment === moment
        if ("words" in version)
          return html`<li class="v" aria-current=${isShown}>
          <button type="button" @click=${() => actions.show(version.moment)}><b>${t("history.loss", { count: version.words })}</b>
            <small>${[story.people[story.maker(version.moment)]?.name, when(story.time(version.moment))].filter(Boolean).join(", ")}</small></button>
          ${isShown ? card() : ""}
        </li>`
        return html`<li class="v" aria-current=${isShown}>
          <button type="button" @click=${() => actions.show(version.moment)}><b>${nameOf(version)}</b>
            <small>${[version.by, when(new Date(version.at))].filter(Boolean).join(", ")}${version.edition && version.name ? ` · ${t("history.edition", { number: version.edition })}` : ""}</small>
            ${version.kind === "frozen" ? html`<span class="st" data-status="ready">${icon("check-check")}<span>${t("status.ready")}</span></span>` : ""}</button>
          ${isShown ? card() : ""}
        </li>`
      })}
    </ol>
    ${versions.length === 0 ? html`<p class="hint">${t("history.noVersions")}</p>` : ""}`
}

/** A loss stands above the version of its moment. */
const numberOf = (one: Version | Loss) => ("words" in one ? Number.POSITIVE_INFINITY : one.version)

function selected(
  story: Story,
  {
    moment,
    base,
    bases,
    isSideBySide,
  }: { moment: number; base: number; bases: readonly Base[]; isSideBySide: boolean },
  actions: VersionActions,
): TemplateResult {
  const isNow = moment === story.moments
  const choose = (event: Event) => actions.compareWith(Number((event.target as HTMLSelectElement).value))
  return html`<div class="sel">
    <label class="field"><span>${t("history.comparedTo")}</span>
      <select class="input" @change=${choose} ?disabled=${bases.length === 0}>
        ${bases.map(one => html`<option value=${one.moment} .selected=${one.moment === base}>${one.name}</option>`)}
      </select></label>
    <div class="go">
      <button type="button" class="btn hide-s" aria-pressed=${isSideBySide} @click=${actions.sideBySide}>${icon("columns-2")}${t("history.sideBySide")}</button>
      ${isNow ? "" : html`<button type="button" class="btn" @click=${actions.restore}>${icon("rotate-ccw")}${t("history.restore")}</button>`}
    </div>
    ${isNow ? "" : html`<p class="hint">${t("history.restoreHint")}</p>`}
  </div>`
}

function lastWords(story: Story): string {
  if (story.moments === 0) return t("history.empty")
  const name = story.people[story.maker(story.moments)]?.name
  return [name, when(story.time(story.moments))].filter(Boolean).join(", ")
}
