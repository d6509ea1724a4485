/** Takes an edition, once for the same pages: with progress, then a PDF to open or download. */
import { html, render } from "lit-html"
import { ask } from "../screen/ask.ts"
import { icon } from "../screen/icon.ts"
import { t } from "../words.ts"
import type { Edition } from "./editions.ts"
import type { State } from "./progress.ts"

export interface Taking {
  readonly base: string
  readonly wish: Record<string, string>
  /** Of the pages that are shown: taken again, they are the same edition. */
  readonly key: string
  readonly next: number
  readonly place: HTMLElement
  readonly told: HTMLElement
  readonly isDownload: boolean
}

const LOOK_MS = 1500
/** The edition that was taken last, and its pages. */
let last: { readonly key: string; readonly edition: Edition } | undefined
let count = 0

export async function take(taking: Taking): Promise<void> {
  const { base, wish, key, place, told, isDownload } = taking
  const known = last?.key === key && key ? last.edition : undefined
  const number = (known?.number ?? taking.next) + (known ? 0 : count)
  const show = (words: string, more: { before?: number; edition?: Edition; refusal?: string } = {}) => {
    told.textContent = words
    draw(place, words, more)
  }
  if (!known) show(t("proof.printing", { number }))
  // Behind the pictures of many pages it may still wait for its turn when the page is left.
  const watching = known ? 0 : window.setInterval(look, LOOK_MS)
  const answer = known ? { body: known } : await ask<Edition>("POST", `${base}/editions`, wish, true)
  clearInterval(watching)
  if ("refusal" in answer) {
    show(answer.refusal, { refusal: answer.refusal })
    return
  }
  const edition = answer.body
  if (!known) count += 1
  last = { key, edition }
  show(t("proof.printed", { number: edition.number }), { edition })
  deliver(edition, isDownload)

  async function look(): Promise<void> {
    const url = `${base}/print/pages?${new URLSearchParams({ ...wish, key, seen: "" })}`
    const found = await ask<State>("GET", url)
    if (!("body" in found) || last?.key === key || !found.body.before) return
    show(t("proof.printingAfter", { number, count: found.body.before }), { before: found.body.before })
  }
}

/** Other pages are another edition, which is still to be taken. */
export function forget(place: HTMLElement, next: number): void {
  place.querySelector(".taken")?.remove()
  const title = place.querySelector("b")
  if (title) title.textContent = t("proof.edition", { number: next + count })
}

/** Browsers may keep a window from opening so long after the click: the link stays on the page. */
function deliver({ pdf }: Edition, isDownload: boolean): void {
  if (!isDownload) {
    window.open(pdf, "_blank", "noopener")
    return
  }
  const link = document.createElement("a")
  link.href = pdf
  link.download = ""
  link.click()
}

function draw(
  place: HTMLElement,
  words: string,
  { edition, refusal }: { edition?: Edition; refusal?: string },
): void {
  let box = place.querySelector<HTMLElement>(".taken")
  if (!box) {
    box = document.createElement("div")
    box.className = "taken"
    place.prepend(box)
  }
  render(
    refusal
      ? html`<p class="problem">${icon("triangle-alert")}<span>${words}</span></p>`
      : edition
        ? html`<p class="done">${icon("check")}<b>${words}</b></p>
            <p class="actions"><a class="btn" href=${edition.pdf} target="_blank" rel="noopener">${icon("printer")}${t("proof.open")}</a>
            <a class="btn" href=${edition.pdf} download aria-label=${t("proof.download")}>${icon("download")}${t("proof.pdf")}</a></p>`
        : html`<p class="making"><progress aria-label=${words}></progress><span>${words}</span></p>
            <p class="hint">${t("proof.leave")}</p>`,
    box,
  )
  box.scrollIntoView({ block: "nearest" })
}
