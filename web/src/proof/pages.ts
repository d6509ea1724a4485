/** Page images: side by side, as a rail of thumbnails, and enlarged. */
import { html, nothing, render, type TemplateResult } from "lit-html"
import { icon } from "../screen/icon.ts"
import { openModal } from "../screen/modal.ts"
import { t } from "../words.ts"
import type { Sheet, State } from "./progress.ts"

export type Mode = "one" | "two" | "all"

/** Address of a page's picture, by its width in pixels. */
export type Pictures = (shown: State, number: number, width: number) => string

export interface Look {
  readonly format: string
  readonly isFolded: boolean
  /** The pages are those of an earlier wish. */
  readonly isStale: boolean
  /** These are the first ones: others will come, and nobody knows how many. */
  readonly isBegun: boolean
  /** No pages will come. */
  readonly isRefused: boolean
  readonly mode: Mode
  open(number: number): void
}

const MODES: readonly Mode[] = ["one", "two", "all"]
const WIDTHS = [248, 744, 1116, 1674] as const
/** How wide a page is on the screen, for the browser to choose its picture by. */
const SIZES: Record<Mode, string> = {
  one: "(max-width: 900px) 76vw, 760px",
  two: "(max-width: 900px) 76vw, 474px",
  all: "(max-width: 900px) 76vw, 200px",
}
const A4 = [210, 297] as const
const A5 = [148, 210] as const
/** Lines of a page that has not come, in its own millimetres. */
const MARGIN = 22
const LINES = 9

export function spread(
  at: Pictures,
  shown: State | undefined,
  look: Look,
): TemplateResult | TemplateResult[] | typeof nothing {
  const [width, height] = shapeOf(look)
  const first = shown?.pages[0]
  const isSameShape = first && Math.round(first.width) === Math.round(width)
  if (look.isRefused && !first) return nothing
  if (!shown || !first || (look.isStale && !isSameShape))
    return Array.from({ length: shown?.pages.length || 2 }, () => waiting(width, height))
  const pages = shown.pages.map((sheet, index) => figure(at, shown, sheet, index + 1, look))
  return look.isBegun ? [...pages, waiting(first.width, first.height)] : pages
}

export function rail(
  at: Pictures,
  shown: State | undefined,
  current: number,
  goTo: (number: number) => void,
) {
  if (!shown || shown.pages.length < 2) return nothing
  return shown.pages.map(
    ({ width, height }, index) =>
      html`<button type="button" aria-label=${t("proof.pageOf", { number: index + 1, of: shown.pages.length })}
        aria-current=${index + 1 === current ? "page" : nothing} @click=${() => goTo(index + 1)}>
        <img src=${at(shown, index + 1, 248)} width=${Math.round(width)} height=${Math.round(height)} loading="lazy" alt="">
        <span>${index + 1}</span></button>`,
  )
}

export function zoom(mode: Mode, choose: (mode: Mode) => void, isGray: boolean, turnGray: () => void) {
  const modes = MODES.map(
    one =>
      html`<button type="button" aria-pressed=${one === mode} @click=${() => choose(one)}>${t(`proof.${one}`)}</button>`,
  )
  return html`${modes}<button type="button" class="gray" aria-pressed=${isGray} @click=${turnGray}>${t("proof.gray")}</button>`
}

/** One page as large as it is sharp, to be moved under the finger. */
export function largePage(at: Pictures, shown: State, number: number): void {
  const sheet = shown.pages[number - 1]
  if (!sheet) return
  const dialog = document.createElement("dialog")
  const name = nameOf(sheet, number, shown)
  dialog.className = "large-page"
  dialog.ariaLabel = name
  render(
    html`<button type="button" class="x" aria-label=${t("proof.close")} @click=${() => dialog.close()}>${icon("x")}</button>
      <div class="all" tabindex="0" role="group" aria-label=${name}><img src=${at(shown, number, 1674)}
        width=${Math.round(sheet.width)} height=${Math.round(sheet.height)} alt=${name}></div>`,
    dialog,
  )
  dialog.addEventListener("close", () => dialog.remove())
  document.body.append(dialog)
  openModal(dialog)
}

function figure(at: Pictures, shown: State, sheet: Sheet, number: number, look: Look): TemplateResult {
  const of = look.isBegun ? "" : ` / ${shown.pages.length}`
  const sources = WIDTHS.map(width => `${at(shown, number, width)} ${width}w`)
  return html`<figure class=${look.isStale ? "pg stale" : "pg"} data-page=${number}>
    <button type="button" class="paper" title=${t("proof.larger")} @click=${() => look.open(number)}>
      <img src=${at(shown, number, 744)} srcset=${sources.join(", ")} sizes=${SIZES[look.mode]}
        width=${Math.round(sheet.width)} height=${Math.round(sheet.height)} loading="lazy" decoding="async"
        alt=${nameOf(sheet, number, shown)} @error=${lost} @load=${came}></button>
    <p class="lost" hidden>${t("proof.lost")} <button type="button" @click=${again}>${t("proof.retry")}</button></p>
    <figcaption aria-hidden="true">${t(look.isFolded ? "proof.side" : "proof.page", { number })}<span class="only-narrow">${of}</span></figcaption></figure>`
}

function waiting(width: number, height: number): TemplateResult {
  const line = (index: number) => {
    const long = width - 2 * MARGIN - (index % 3) * 12
    return `M${MARGIN} ${90 + index * 12}h${long}`
  }
  const lines = Array.from({ length: LINES }, (_, index) => line(index)).join("")
  return html`<figure class="pg" aria-hidden="true"><svg class="paper wait" viewBox=${`0 0 ${width} ${height}`}>
    <path class="heading" d=${`M${MARGIN} 38h${width / 2}M${MARGIN} 52h${width / 3}`}></path><path d=${lines}></path></svg></figure>`
}

function shapeOf({ format, isFolded }: Look): readonly [number, number] {
  if (format !== "pocket") return A4
  return isFolded ? [2 * A5[0], A5[1]] : A5
}

function nameOf({ headings }: Sheet, number: number, { ready, pages }: State): string {
  if (!ready) return t("proof.page", { number })
  const of = pages.length
  return headings.length
    ? t("proof.pageAbout", { number, of, headings: headings.join(", ") })
    : t("proof.pageOf", { number, of })
}

function lost(event: Event): void {
  told(event.target as HTMLElement)?.toggleAttribute("hidden", false)
}

function came(event: Event): void {
  told(event.target as HTMLElement)?.toggleAttribute("hidden", true)
}

/** Asks for the same picture anew; the attribute of a picture that failed does not change by itself. */
function again(event: Event): void {
  const image = (event.target as HTMLElement).closest("figure")?.querySelector("img")
  if (!image) return
  const { srcset } = image
  image.srcset = ""
  image.srcset = srcset
}

function told(image: HTMLElement): Element | null | undefined {
  return image.closest("figure")?.querySelector(".lost")
}
