/** State field: whether a pointer is pressed in the text, whose decorations must not move meanwhile. */
import { StateEffect, StateField } from "@codemirror/state"
import type { DecorationSet, ViewUpdate } from "@codemirror/view"

export const freeze = StateEffect.define<boolean>()

export const frozen = StateField.define<boolean>({
  create: () => false,
  update: (value, change) =>
    change.effects.reduce((is, effect) => (effect.is(freeze) ? effect.value : is), value),
})

/** Maps decorations through changes, without those that would then replace a line end. */
export function carried(shown: DecorationSet, { changes, docChanged, state }: ViewUpdate): DecorationSet {
  if (!docChanged) return shown
  const isInLine = (from: number, to: number) => to <= state.doc.lineAt(from).to
  return shown
    .map(changes)
    .update({ filter: (from, to, value) => !value.point || from === to || isInLine(from, to) })
}
