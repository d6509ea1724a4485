/** Facet: what several lines come to, or a block, that are put in a line. Its one provider is loaded late (web/src/hands/late.ts). */
import { type EditorState, Facet } from "@codemirror/state"
import type { Range } from "./inline.ts"
import type { Line } from "./lines.ts"
import type { Shape } from "./rewrite.ts"

type Lines = (state: EditorState, line: Line, range: Range, text: string) => Shape | undefined

export const lines = Facet.define<Lines, Lines | undefined>({ combine: ([first]) => first })
