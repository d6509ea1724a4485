/** Facts that the server puts into the page of the editor. */
import type { Card, CardField } from "./card.ts"

export type Role = "print" | "read" | "comment" | "edit" | "manage"

export interface Visitor {
  readonly name: string | null
  /** 1 to 8, the same person has the same everywhere. */
  readonly colour: number
}

export interface EditorPage {
  readonly note: string
  readonly token: string
  /** Where links point: the public address of the server. */
  readonly origin: string
  readonly role: Role
  readonly title: string
  /** Whether the note is empty or new, and this visitor may write. */
  readonly begins: boolean
  readonly lang: "fr" | "en"
  readonly nonce: string
  readonly epoch: number
  readonly sync: string
  readonly visitor: Visitor
  /** Id of the visitor: the same in every note that this browser opens. */
  readonly holder: string
  /** `edit` is null without the right to share it. */
  readonly links: { readonly edit: string | null; readonly read: string }
  readonly linksAt: string
  readonly mails: boolean
  readonly card: Card
  readonly cardFields: readonly CardField[]
  /** How many pages the note fills on paper, as far as is known. */
  readonly extent: number | null
  /** The pages of its print, where that is set closer. */
  readonly fitsIn: number | null
  /** The pattern of a cell that is a number, in the language of the note (export/note/numbers.py). */
  readonly numbers: string
  readonly pdf: string
  readonly markdown: string
  readonly reader: string
}
