/** Footnotes in the editor: numbered by place, whole, with a way from the call to the note and back. Part, loaded late. */
import "./footnotes.css"
import { type Extension, Prec } from "@codemirror/state"
import { keymap } from "@codemirror/view"
import { drawn } from "./drawn.ts"
import { leave, moving } from "./moving.ts"
import { dropEmpty, whole } from "./whole.ts"

const KEYS = [
  { key: "Enter", run: leave },
  { key: "Escape", run: leave },
  { key: "Backspace", run: dropEmpty },
]

/** Before the preview, which hides the signs of a call one by one; the filter behind that of blocks, which shapes gestures. */
export const footnotes = (): Extension => [moving, Prec.high([drawn, keymap.of(KEYS)]), Prec.highest(whole)]
