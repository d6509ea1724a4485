/** How many pages the note fills, beside how many were asked for: in words, with a sign where there are too many. */
import { t } from "../words.ts"

/** So much more than was asked for may be won by rewording; more means that something must go. */
const MUCH = 0.5

/** Draws into every place of the page that is made for it. */
export function drawLength(pages: number | null, budget: number | null): void {
  for (const place of document.querySelectorAll<HTMLElement>(".length")) {
    place.hidden = pages === null
    if (pages !== null) draw(place, pages, budget)
  }
}

function draw(place: HTMLElement, pages: number, budget: number | null): void {
  const over = budget === null ? 0 : pages - budget
  const shown = pages.toLocaleString(document.documentElement.lang)
  place.dataset.over = over <= 0 ? "" : over <= MUCH ? "some" : "much"
  const words = [
    t("editor.pages", { count: pages, shown }),
    budget ? t("editor.asked", { count: budget }) : "",
  ]
  const label = place.querySelector("span")
  if (label) label.textContent = words.join(" ").trim()
}
