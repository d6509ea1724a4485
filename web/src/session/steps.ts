/** Steps of undo: some words of typing, or one paste, format or edit of a table. Loaded late. */
import { Annotation, type Extension, Prec, Transaction } from "@codemirror/state"
import { ViewPlugin, type ViewUpdate } from "@codemirror/view"
import { ySyncAnnotation } from "y-codemirror.next"
import type { UndoManager } from "yjs"

/** A step of typing has so many words at most. */
const WORDS = 6
/** It ends at a pause, and before the first key after that time; in ms. */
const [PAUSE_MS, LONGEST_MS] = [600, 3_000]
const SENTENCE_END = /[.!?…][»”")]?\s$/

/** Marks an edit that another one asks for: it is no step of its own. */
export const sameStep = Annotation.define<boolean>()

type Kind = "type" | "delete" | "whole"

/** Answers of each transaction of this editor whether it begins a step. */
export class Steps {
  #kind: Kind = "whole"
  #words = 0
  #begun = 0
  #last = 0

  /** `now` in ms. */
  begins(change: Transaction, now: number): boolean {
    if (change.annotation(sameStep)) return false
    const kind = kindOf(change)
    const isComposing = isGoingOn(change)
    const { text, before, isReplacing } = typedBy(change)
    const isWord = kind === "type" && /^\S/.test(text) && !/\S$/.test(before)
    const isNew =
      !isComposing &&
      (kind === "whole" ||
        kind !== this.#kind ||
        isReplacing ||
        text.startsWith("\n") ||
        now - this.#last >= PAUSE_MS ||
        now - this.#begun >= LONGEST_MS ||
        (isWord && (this.#words >= WORDS || SENTENCE_END.test(before))))
    if (isNew) [this.#words, this.#begun] = [0, now]
    if (isWord) this.#words += 1
    this.#kind = kind
    this.#last = now
    return isNew
  }

  /** The caret is elsewhere. */
  end(): void {
    this.#kind = "whole"
  }
}

function kindOf(change: Transaction): Kind {
  const event = change.annotation(Transaction.userEvent)
  if (event === "input" || change.isUserEvent("input.type")) return "type"
  const isDeletion = ["backward", "forward", "selection"].some(way => change.isUserEvent(`delete.${way}`))
  return isDeletion ? "delete" : "whole"
}

/** Whether a composition (IME) has begun before, which no step divides. */
const isGoingOn = (change: Transaction) =>
  change.isUserEvent("input.type.compose") && !change.isUserEvent("input.type.compose.start")

/** The inserted letters, those before them, and whether they replace others. */
function typedBy({ changes, startState }: Transaction): {
  text: string
  before: string
  isReplacing: boolean
} {
  let found = { text: "", before: "", isReplacing: false }
  changes.iterChanges((from, to, _start, _end, inserted) => {
    const before = startState.sliceDoc(Math.max(0, from - 3), from)
    found = { text: inserted.toString(), before, isReplacing: to > from && inserted.length > 0 }
  })
  return found
}

/** Divides the edits of this editor into steps, before the binding records them. */
export const steps = (undo: () => UndoManager): Extension =>
  Prec.highest(
    ViewPlugin.define(() => {
      const all = new Steps()
      return {
        update({ transactions, docChanged, selectionSet }: ViewUpdate) {
          const manager = undo()
          // The time is ours: no composition is divided by it.
          manager.captureTimeout = Number.POSITIVE_INFINITY
          const isOfOthers = transactions[0]?.annotation(ySyncAnnotation) !== undefined
          if (isOfOthers) return
          if (docChanged) {
            const now = Date.now()
            const isNew = transactions
              .filter(change => change.docChanged)
              .map(change => all.begins(change, now))
            if (isNew.includes(true)) manager.stopCapturing()
          } else if (selectionSet) {
            all.end()
            manager.stopCapturing()
          }
        },
      }
    }),
  )
