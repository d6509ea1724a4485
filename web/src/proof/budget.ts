/** The budget: pages beside the pages that were asked for, as figures, sheets and words. */
import { html, nothing, svg } from "lit-html"
import { icon } from "../screen/icon.ts"
import { number, t } from "../words.ts"
import type { Fitting, Proposal, State } from "./progress.ts"

const MOST_SHEETS = 8
/** The most pages that a card may ask for. */
const MOST_PAGES = 200
const [WIDTH, HEIGHT, GAP] = [34, 48, 7]

/** What was chosen besides the budget of the card: "" for that, "0" for as usual, or pages. */
export interface Choice {
  readonly pages: string
  readonly choose: (pages: string) => void
  /** Sets options of the print as a proposal says. */
  readonly accept: (options: Proposal["options"]) => void
}

/** What those may do who may write: `write` is where lines are cut. */
export interface Hands {
  readonly setBudget: (budget: number | null) => void
  readonly write: string
}

export function budget(shown: State | undefined, ofCard: number | null, choice: Choice, hands?: Hands) {
  const asked = Number(choice.pages) || ofCard
  const extent = shown?.extent ?? shown?.pages.length ?? 0
  // The sides of a booklet hold two pages each.
  const pages = Math.ceil(extent)
  return html`<div class="n">${
    pages ? html`<b>${number(extent)}</b><span>${t("proof.unit", { count: extent })}</span>` : html`<b>–</b>`
  }${hands ? steps(ofCard, pages, hands.setBudget) : nothing}</div>
    ${pages && Math.max(pages, asked ?? 0) <= MOST_SHEETS ? sheets(pages, extent, asked) : nothing}
    ${pages ? verdict(extent, asked, shown?.fitting) : nothing}
    ${pages ? done(shown?.fitting, choice) : nothing}
    ${proposals(shown?.proposals ?? [], choice, hands?.write)}
    ${shown?.cut ? trouble(t("proof.cut", { words: shown.cut })) : nothing}
    ${shown?.signs ? trouble(t("proof.signs", { signs: shown.signs })) : nothing}
    ${shown?.gray ? html`<p class="none">${shown.gray}</p>` : nothing}`
}

function steps(asked: number | null, pages: number, change: (budget: number | null) => void) {
  return html`<span class="set"><span>${t("proof.budgetLabel")}</span>
    <button type="button" aria-label=${t("proof.fewer")} ?disabled=${asked === null}
      @click=${() => change(asked && asked > 1 ? asked - 1 : null)}>${icon("minus")}</button>
    <output aria-label=${t("proof.asked")}>${asked ?? "–"}</output>
    <button type="button" aria-label=${t("proof.more")} ?disabled=${asked === MOST_PAGES}
      @click=${() => change(asked === null ? Math.max(1, pages) : asked + 1)}>${icon("plus")}</button></span>`
}

/** A sheet for each page, filled as far as it is; a dashed line where the budget ends. */
function sheets(pages: number, extent: number, asked: number | null) {
  const many = Math.max(pages, asked ?? 0)
  const width = many * (WIDTH + GAP) + 4
  return html`<svg class="bp" viewBox=${`0 0 ${width} ${HEIGHT + 14}`} width=${width} height=${HEIGHT + 14} aria-hidden="true">
    ${Array.from({ length: many }, (_, index) => {
      const full = Math.max(0, Math.min(1, extent - index)) * HEIGHT
      const isOver = asked !== null && index >= asked
      return svg`<rect class="sheet" x=${index * (WIDTH + GAP) + 1} y="12" width=${WIDTH} height=${HEIGHT} rx="2"></rect>
        <rect class=${isOver ? "ink over" : "ink"} x=${index * (WIDTH + GAP) + 1} y="12" width=${WIDTH} height=${full} rx="2"></rect>`
    })}
    ${asked === null ? nothing : svg`<path class="lim" d=${`M${asked * (WIDTH + GAP) - GAP / 2 + 1} 1v${HEIGHT + 12}`}></path>`}
  </svg>`
}

const trouble = (said: string) => html`<p class="over">${icon("triangle-alert")}${said}</p>`

function verdict(extent: number, asked: number | null, fitting?: Fitting | null) {
  if (asked === null) return fitting?.is_closer ? nothing : html`<p class="none">${t("proof.noBudget")}</p>`
  const over = Math.round((extent - asked) * 10) / 10
  if (over <= 0) return html`<p class="fits">${icon("check")}${room(-over, fitting?.lines_left)}</p>`
  const lines = fitting?.missing_lines
  const said = lines
    ? t("proof.missing", { count: lines, pages: t("proof.inPages", { count: asked }) })
    : t("proof.over", { count: over })
  return trouble(said)
}

/** What is left: lines, or pages where there is one or more. */
function room(pages: number, lines?: number | null) {
  if (pages >= 1) return t("proof.roomPages", { count: pages })
  return lines ? t("proof.roomLines", { count: lines }) : t("proof.fits")
}

/** What would do, each with one press. */
function proposals(all: readonly Proposal[], { accept }: Choice, write?: string) {
  if (all.length === 0) return nothing
  const one = ({ said, options }: Proposal) =>
    Object.keys(options).length > 0
      ? html`<button type="button" @click=${() => accept(options)}>${said}</button>`
      : write
        ? html`<a href=${write}>${said}</a>`
        : said
  return html`<div class="proposals"><p id="proposals">${t("proof.proposals")}</p>
    <ul aria-labelledby="proposals">${all.map(proposal => html`<li>${one(proposal)}</li>`)}</ul></div>`
}

/** How close it is set, and the way back. */
function done(fitting: Fitting | null | undefined, { pages, choose }: Choice) {
  if (pages === "0")
    return html`<p class="set-closer"><span>${t("proof.asUsual")}</span>
      <button type="button" @click=${() => choose("")}>${t("proof.closer")}</button></p>`
  if (!fitting?.is_closer) return nothing
  const said = t(fitting.has_less_margin ? "proof.closestSet" : "proof.closerSet", {
    pages: t("proof.inPages", { count: fitting.pages }),
    letters: number(fitting.letters),
  })
  return html`<p class="set-closer"><span>${said}</span>
    <button type="button" @click=${() => choose("0")}>${t("proof.giveRoom")}</button></p>`
}
