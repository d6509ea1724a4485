/** State field of the range that the link dialog is about: it follows the edits of others while the dialog is open. */
import { type EditorState, StateEffect, StateField } from "@codemirror/state"
import type { Range } from "./find.ts"

export const hold = StateEffect.define<readonly Range[]>()

export const held = StateField.define<readonly Range[]>({
  create: () => [],
  update(before, change) {
    for (const effect of change.effects) if (effect.is(hold)) return effect.value
    return change.docChanged
      ? before.map(({ from, to }) => ({
          from: change.changes.mapPos(from, 1),
          to: Math.max(change.changes.mapPos(from, 1), change.changes.mapPos(to, -1)),
        }))
      : before
  },
})

export const heldIn = (state: EditorState): readonly Range[] => state.field(held, false) ?? []
