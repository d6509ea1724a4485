/** The card of a note: where it belongs, how far it has come, and for whom it is. */

export type Status = "draft" | "to-review" | "reviewed" | "ready"

/** A version of the text that prints while writing goes on. */
export interface Frozen {
  readonly version: number
  /** ISO 8601. */
  readonly at: string
  readonly by: string
}

/** One of the fields that the dialog asks for, as export/note/card.py lists them. */
export interface CardField {
  readonly name: Exclude<keyof Card, "frozen">
  readonly kind: "line" | "names" | "pages" | "status"
  /** Characters of a line, names of a list, or pages. */
  readonly most: number
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
