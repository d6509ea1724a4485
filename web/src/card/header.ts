/** The card of the note in the header of the page: where it belongs, how far it has come, what must be checked. */
import { t } from "../words.ts"

export type Status = "draft" | "to-review" | "reviewed" | "ready"

/** A version of the text that prints while writing goes on. */
export interface Frozen {
  readonly version: number
  /** ISO 8601. */
  readonly at: string
  readonly by: string
}

/** As the server keeps it, see /n/{token}/card. */
export interface Card {
  readonly kind: string
  readonly theme: string
  readonly audience: string
  readonly authors: readonly string[]
  readonly deck: string
  readonly classification: string
  readonly budget: number | null
  readonly status: Status
  readonly frozen: Frozen | null
}

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
