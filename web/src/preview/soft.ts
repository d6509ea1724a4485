/** State field: the line without words that Shift+Enter has begun, whose first letter goes on with the paragraph above. */
import { type EditorState, StateEffect, StateField } from "@codemirror/state"

export const soften = StateEffect.define<number | null>()

export const SILENT = /^[\s>]*$/

/** A place in that line, as long as the caret stands in it and it says nothing. */
export const soft = StateField.define<number | null>({
  create: () => null,
  update(value, { effects, changes, newDoc, newSelection }) {
    for (const effect of effects) if (effect.is(soften)) return effect.value
    if (value === null) return null
    const at = changes.mapPos(value)
    const { from, to, text } = newDoc.lineAt(at)
    const { head } = newSelection.main
    return head >= from && head <= to && SILENT.test(text) ? at : null
  },
})

export function isSoft(
  state: EditorState,
  { from, to }: { readonly from: number; readonly to: number },
): boolean {
  const at = state.field(soft, false)
  return typeof at === "number" && at >= from && at <= to
}
