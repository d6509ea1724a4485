/** What a page tells the search of itself; types alone. */
import type { Key } from "../words.ts"

/** Something to do, found by its name: `href` leads there, `post` sends an empty form, `run` is called. */
export interface Command {
  readonly label: Key
  /** For the label. */
  readonly name?: string
  readonly icon: string
  /** The shortcut, as it stands on the keys. */
  readonly keys?: string
  readonly href?: string
  readonly post?: string
  readonly run?: () => unknown
  /** Of the place in the text where the search was opened: above all others. */
  readonly isOfPlace?: boolean
  /** It shows something in the dialog, which stays open. */
  readonly isHere?: boolean
}

export interface Place {
  readonly name: string
  readonly url: string
}

/** Where notes begin: `form` is sent by the command; `api` takes the Markdown of a new one and answers with its id. */
export interface Beginning {
  readonly form: string
  readonly api: string
  /** Name of the classeur. */
  readonly binder?: string
}

export interface Here {
  /** The classeur whose page this is. */
  readonly scope?: { readonly id: string; readonly name: string }
  /** Absent where this visitor may not begin notes. */
  readonly begins?: Beginning
  /** Address of today's pochette. */
  readonly day?: string
  /** The classeurs that it may lead to. */
  readonly binders?: readonly Place[]
  /** Those of the page itself; they come first. */
  readonly commands?: readonly Command[]
  /** The note that is open, and what leads to a passage of it without leaving the page. */
  readonly note?: string
  readonly goTo?: (quote: string) => void
}
