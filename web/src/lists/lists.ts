/** Keys of lists and blocks: Tab and Shift+Tab change levels, Alt+arrows move what is chosen, Ctrl+Enter ticks tasks. Loaded late. */
import { deleteLine } from "@codemirror/commands"
import { type Extension, Prec } from "@codemirror/state"
import { keymap } from "@codemirror/view"
import { beginTask } from "./begin-task.ts"
import { firstNumbers } from "./first-numbers.ts"
import { indentItems, outdentItems } from "./indent.ts"
import { leaving } from "./leave.ts"
import { moveDown, moveUp } from "./move.ts"
import { tick } from "./tick.ts"

const keys = Prec.high(
  keymap.of([
    { key: "Tab", run: indentItems, shift: outdentItems },
    { key: "Alt-ArrowUp", run: moveUp },
    { key: "Alt-ArrowDown", run: moveDown },
    { key: "Shift-Mod-k", run: deleteLine },
    { key: "Mod-Enter", run: tick },
  ]),
)

export const lists: Extension = [keys, leaving, firstNumbers, beginTask]
