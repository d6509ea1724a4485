/** The header of the note: card, status, and length on paper beside the budget. */
import type { Card } from "../note/card.ts"
import { t } from "../words.ts"

/** Draws into the breadcrumb and the chip of the status. */
export function drawCard(path: HTMLElement, chip: HTMLElement, card: Card): void {
  path.textContent = [card.theme, card.kind].filter(Boolean).join(" › ") || t("card.empty")
  chip.dataset.status = card.status
  const label = chip.querySelector("span")
  if (label) label.textContent = t(`status.${card.status}`)
}

/** Says once that writing goes on behind the version that was ready to print. */
export function showReopened(banner: HTMLElement, { frozen }: Card): void {
  const text = banner.querySelector("p")
  if (text) text.textContent = t("status.reopened", { version: frozen?.version ?? "" })
  banner.hidden = false
}

/** Pages over the budget that rewording may win back; beyond, something must go. */
const MUCH = 0.5

/** Draws into every `.length` of the page, with a sign where there are too many even for a closer print. */
export function drawLength(pages: number | null, budget: number | null, fitsIn: number | null): void {
  for (const place of document.querySelectorAll<HTMLElement>(".length")) {
    place.hidden = pages === null
    if (pages !== null) drawPages(place, pages, budget, fitsIn)
  }
}

function drawPages(place: HTMLElement, pages: number, budget: number | null, fitsIn: number | null): void {
  const over = budget === null || (fitsIn !== null && fitsIn <= budget) ? 0 : pages - budget
  place.dataset.over = over <= 0 ? "" : over <= MUCH ? "some" : "much"
  const beside = over <= 0 && fitsIn ? t("editor.fitsIn", { count: fitsIn }) : ""
  const asked = budget ? t("editor.asked", { count: budget }) : ""
  const words = [t("editor.pages", { count: pages }), beside || asked]
  const label = place.querySelector("span")
  if (label) label.textContent = words.join(" ").trim()
}
