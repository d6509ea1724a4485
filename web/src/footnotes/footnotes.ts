/** Footnotes in the editor: numbered by place, whole, with a way from the call to the note and back. Part, loaded late. */
import "./footnotes.css"
import { type Extension, Prec } from "@codemirror/state"
import { keymap } from "@codemirror/view"
import { numbered } from "./drawn.ts"
import { leave } from "./moving.ts"
import { dropEmpty, whole } from "./whole.ts"

const KEYS = [
  { key: "Enter", run: leave },
  { key: "Escape", run: leave },
  { key: "Backspace", run: dropEmpty },
]

/** The filter stands behind that of blocks, which shapes gestures. */
export const footnotes = (): Extension => [numbered, Prec.high(keymap.of(KEYS)), Prec.highest(whole)]
