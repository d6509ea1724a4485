/** State field: marks that the next letters are written in, as bold that was asked for before a word. */
import { type EditorState, StateEffect, StateField } from "@codemirror/state"

export interface Stored {
  /** The caret for which they are meant. */
  readonly at: number
  /** Marks to write around what is typed. */
  readonly marks: readonly string[]
  /** Whether the marks before the spaces at the caret go on with what is typed. */
  readonly isGoingOn: boolean
}

export const store = StateEffect.define<Stored | null>()

export const stored = StateField.define<Stored | null>({
  create: () => null,
  update(value, change) {
    for (const effect of change.effects) if (effect.is(store)) return effect.value
    // What is composed is written in them when it is done.
    const isComposed = value && change.isUserEvent("input.type.compose")
    if (isComposed) return { ...value, at: change.newSelection.main.head }
    return change.docChanged || change.selection ? null : value
  },
})

/** Whether marks can be stored: where they are seen, they are written at once. */
export const isStoring = (state: EditorState): boolean => state.field(stored, false) !== undefined

/** The marks that are stored for the caret at `at`. */
export function storedIn(state: EditorState, at: number): Stored | undefined {
  const value = state.field(stored, false)
  return value?.at === at ? value : undefined
}
