/** The card of the note in the header of the page: where it belongs, how far it has come, what must be checked. */
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
