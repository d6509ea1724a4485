/** The card of a note: where it belongs, how far it has come, and for whom it is. */

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
