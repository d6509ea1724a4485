/** Alt+arrows move the chosen items of a list, or the chosen blocks. */
import type { StateCommand } from "@codemirror/state"
import { movedBlocks } from "./move-blocks.ts"
import { movedItems } from "./move-items.ts"

/** Moves the chosen items or blocks; where they can go nowhere, nothing happens. */
const move =
  (isUp: boolean): StateCommand =>
  ({ state, dispatch }) => {
    if (state.readOnly) return false
    const changes = movedItems(state, isUp) ?? movedBlocks(state, isUp)
    if (changes.empty) return true
    const selection = state.selection.map(changes, isUp ? -1 : 1)
    dispatch(state.update({ changes, selection, scrollIntoView: true, userEvent: "move.line" }))
    return true
  }

export const moveUp = move(true)
export const moveDown = move(false)
