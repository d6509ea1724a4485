/** The list of changed passages beside a wide page, and the switch for what went. */
import { html, render } from "lit-html"
import { t } from "../words.ts"
import { type Changed, type Run, runsOf } from "./passages.ts"

export interface Beside {
  /** Marks the passage that is looked at. */
  draw(current: number): void
}

/** `band` says that there are changes; the list stands in it, before its link. */
export function beside(band: HTMLElement, changed: readonly Changed[], go: (number: number) => void): Beside {
  const list = document.createElement("div")
  band.querySelector("p")?.after(list)
  const shown = changed.map(one => runsOf(one, heads => t("since.cell", { heads })))
  const toggle = ({ target }: Event) => {
    document.body.classList.toggle("since-bare", !(target as HTMLInputElement).checked)
  }
  const draw = (current: number) =>
    render(
      html`<ol>${changed.map(
        ({ heading, isMoved }, number) =>
          html`<li><button type="button" aria-current=${number === current ? "true" : "false"}
            @click=${() => go(number)}><b>${number + 1}</b><span>${isMoved ? html`<i>${t("since.moved", { words: "" })}</i>` : ""}${shown[number]?.map(run)}</span><small>${heading}</small></button></li>`,
      )}</ol><label>${t("since.show")}<input type="checkbox" role="switch" checked @change=${toggle}></label>`,
      list,
    )
  draw(-1)
  return { draw }
}

const run = ({ kind, words }: Run) => {
  if (kind === "ins") return html`<ins class="ch">${words}</ins>`
  // A line through words is not heard.
  return kind === "del"
    ? html`<del class="ch"><span class="vh">${t("since.went", { before: "" })}</span>${words}</del>`
    : words
}
