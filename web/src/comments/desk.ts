/** What the comments need of the page that they stand on. */
import type { EditorView } from "@codemirror/view"
import type * as Y from "yjs"

export interface Desk {
  readonly view: EditorView
  /** The address of the note. */
  readonly note: string
  /** The id of the note; key of what this device remembers of its comments. */
  readonly id: string
  readonly mayEdit: boolean
  /** Elements of the margin, of its cards and of their count. */
  readonly aside: HTMLElement
  readonly inside: HTMLElement
  readonly counts: NodeListOf<HTMLElement>
  text(): Y.Text
  undo(): Y.UndoManager
  /** Whether the server has all edits of this page. */
  isSaved(): boolean
  /** One's own name. */
  me(): string | null
  /** Names of the other visitors who are online. */
  others(): readonly { readonly name: string | null }[]
  copyLink(hash: string): unknown
}
