/** Whether a pointer is pressed in the text: what it looks like must not move under it. */
import { StateEffect, StateField } from "@codemirror/state"

export const freeze = StateEffect.define<boolean>()

export const frozen = StateField.define<boolean>({
  create: () => false,
  update: (value, change) =>
    change.effects.reduce((is, effect) => (effect.is(freeze) ? effect.value : is), value),
})
