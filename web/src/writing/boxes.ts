/** Boxes as commands: one of a kind is turned, put around what is selected, or put in; one is taken off. Part. */
import type { EditorView } from "@codemirror/view"
import { boxAt, takenOff, turned, wrapped } from "../hands/boxing.ts"
import type { Command } from "../hands/command.ts"
import { reshape } from "../hands/reshape.ts"
import type { Box, BoxName } from "../preview/fences.ts"
import { toast } from "../screen/toast.ts"
import { t } from "../words.ts"

/** The box around the selection is turned into this kind, or the blocks of the selection come into one; `insert` puts an empty one in. */
export const ofKind =
  (kind: BoxName, insert: Command): Command =>
  view => {
    const { state } = view
    const { from, to } = state.selection.main
    const box = boxAt(state, from, to)
    const made = box ? turned(state, box, kind) : wrapped(state, kind)
    if (!made) return insert(view)
    if (typeof made === "string") toast(t(`blocks.${made}`))
    else reshape(view, made)
    return true
  }

export const turn = (view: EditorView, box: Box, kind: BoxName): void =>
  reshape(view, turned(view.state, box, kind))

export const takeOff = (view: EditorView, box: Box): void => reshape(view, takenOff(view.state, box))
