/** State field: marks that the next letters are written in, as bold that was asked for before a word. */
import { type EditorState, StateEffect, StateField } from "@codemirror/state"
import { EditorView } from "@codemirror/view"

export interface Stored {
  /** The caret for which they are meant. */
  readonly at: number
  /** Marks to write around what is typed. */
  readonly marks: readonly string[]
  /** Whether the marks before the spaces at the caret go on with what is typed. */
  readonly isGoingOn: boolean
  /** Where a composition began that is to be written in them. */
  readonly from?: number
}

export const store = StateEffect.define<Stored | null>()

export const stored = StateField.define<Stored | null>({
  create: () => null,
  update(value, change) {
    for (const effect of change.effects) if (effect.is(store)) return effect.value
    const isComposed = value && value.marks.length > 0 && change.isUserEvent("input.type.compose")
    if (isComposed) return { ...value, from: value.from ?? value.at, at: change.newSelection.main.head }
    return change.docChanged || change.selection ? null : value
  },
})

/** What a keyboard has composed gets its marks when it is done: nothing is put into it before. */
export const markComposed = EditorView.domEventHandlers({
  compositionend(_event, view) {
    // After the letters have come.
    setTimeout(() => {
      const { from, at, marks } = view.state.field(stored, false) ?? {}
      if (from === undefined || at === undefined || !marks || view.compositionStarted || at <= from) return
      const [open, close] = [marks.join(""), [...marks].reverse().join("")]
      view.dispatch({
        changes: [
          { from, insert: open },
          { from: at, insert: close },
        ],
        selection: { anchor: at + open.length },
        userEvent: "input.format",
      })
    })
  },
})

/** Whether marks can be stored: where they are seen, they are written at once. */
export const isStoring = (state: EditorState): boolean => state.field(stored, false) !== undefined

/** The marks that are stored for the caret at `at`. */
export function storedIn(state: EditorState, at: number): Stored | undefined {
  const value = state.field(stored, false)
  return value?.at === at ? value : undefined
}
