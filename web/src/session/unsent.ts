/**
 * The local edits that are not on disk yet, as changes over the text that the server is known to hold.
 *
 * They are what the page underlines and counts while offline, what "Copier mes modifications" copies, and what is
 * typed again into a fresh document when the server asks for one.
 */
import { ChangeSet, type Extension, type Text } from "@codemirror/state"
import { ViewPlugin } from "@codemirror/view"
import { difference } from "../text/difference.ts"

interface Edit {
  /** The message that carries it; undefined while it is being made, 0 when it waits for the next connection. */
  message: number | undefined
  changes: ChangeSet
  /** The text that they make, unless others have changed it since. */
  readonly after?: Text
}

export class Unsent {
  #base: Text
  #edits: Edit[] = []

  constructor(text: Text) {
    this.#base = text
  }

  get isEmpty(): boolean {
    return this.#edits.length === 0
  }

  /** The text that the server is known to hold. */
  get base(): Text {
    return this.#base
  }

  /** All of them as one change over the text that the server holds. */
  get changes(): ChangeSet {
    const [first, ...rest] = this.#edits
    if (!first) return ChangeSet.empty(this.#base.length)
    return rest.reduce((sum, edit) => sum.compose(edit.changes), first.changes)
  }

  /** The places in the text of now that they touch; a deletion is an empty one. */
  get places(): { from: number; to: number }[] {
    const places: { from: number; to: number }[] = []
    if (!this.isEmpty) this.changes.iterChangedRanges((_fromA, _toA, from, to) => places.push({ from, to }))
    return places
  }

  /** Resumes the unsent changes of an earlier page over `base`, the text on the server. */
  resume(base: Text, changes: ChangeSet): void {
    this.#base = base
    this.#edits = changes.empty ? [] : [{ message: 0, changes }]
  }

  edit(changes: ChangeSet, before: Text, after: Text): void {
    if (this.isEmpty) this.#base = before
    const last = this.#edits.at(-1)
    // Edits waiting for a connection are sent as one message: keep them as one change.
    if (last && last.message === 0) {
      this.#edits[this.#edits.length - 1] = {
        message: undefined,
        changes: last.changes.compose(changes),
        after,
      }
    } else this.#edits.push({ message: undefined, changes, after })
  }

  /** Rebases our edits over a remote change, whose result is `after`. */
  receive(changes: ChangeSet, after: Text): void {
    if (this.isEmpty) return
    let theirs = changes
    const edits: Edit[] = []
    for (const { message, changes } of this.#edits.toReversed()) {
      const before = theirs.map(changes.invertedDesc)
      edits.unshift({ message, changes: changes.map(before) })
      theirs = before
    }
    this.#base = theirs.apply(this.#base)
    this.#edits = edits
    if (!this.#makes(after)) this.#collapse(after)
  }

  #makes(after: Text): boolean {
    const makes = this.#edits.reduce<Text | undefined>(
      (text, { changes }) => (text && text.length === changes.length ? changes.apply(text) : undefined),
      this.#base,
    )
    return makes?.eq(after) ?? false
  }

  /** A remote change of text that we have just written shows that the server has it: the rest becomes one edit. */
  #collapse(after: Text): void {
    const message = this.#edits.some(edit => edit.message === 0) ? 0 : this.#edits.at(-1)?.message
    this.#edits = [{ message, changes: difference(this.#base.toString(), after.toString()) }]
  }

  sent(message: number): void {
    for (const edit of this.#edits) edit.message ??= message
  }

  saved(message: number): void {
    while (this.#edits[0] && (this.#edits[0].message ?? message + 1) <= message) {
      const [edit] = this.#edits.splice(0, 1)
      if (edit) this.#base = edit.after ?? edit.changes.apply(this.#base)
    }
  }

  rewound(): void {
    for (const edit of this.#edits) edit.message = 0
  }
}

/** Feeds `unsent` from the editor; must come before the extension that hands edits to the document. */
export function trackUnsent(unsent: Unsent, isTheirs: () => boolean): Extension {
  return ViewPlugin.define(() => ({
    update({ docChanged, changes, startState, state }) {
      if (!docChanged) return
      if (isTheirs()) unsent.receive(changes, state.doc)
      else unsent.edit(changes, startState.doc, state.doc)
    },
  }))
}
