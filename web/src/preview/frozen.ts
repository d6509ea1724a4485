/** Whether a pointer is pressed in the text: what it looks like must not move under it. */
import { StateEffect, StateField } from "@codemirror/state"
import type { DecorationSet, ViewUpdate } from "@codemirror/view"

export const freeze = StateEffect.define<boolean>()

export const frozen = StateField.define<boolean>({
  create: () => false,
  update: (value, change) =>
    change.effects.reduce((is, effect) => (effect.is(freeze) ? effect.value : is), value),
})

/** Moved along with what was written; what would hide the end of a line that has come into it is shown again. */
export function carried(shown: DecorationSet, { changes, docChanged, state }: ViewUpdate): DecorationSet {
  if (!docChanged) return shown
  const isInLine = (from: number, to: number) => to <= state.doc.lineAt(from).to
  return shown
    .map(changes)
    .update({ filter: (from, to, value) => !value.point || from === to || isInLine(from, to) })
}
