/** Facets: what several lines come to, or a block, that are put in a line, and what changes of several places come to. Their one
 * provider is loaded late (web/src/hands/late.ts). */
import { type EditorState, Facet } from "@codemirror/state"
import type { Range } from "./inline.ts"
import type { Line } from "./lines.ts"
import type { Shape } from "./rewrite.ts"

type Lines = (
  state: EditorState,
  line: Line,
  range: Range,
  text: string,
  isNote: boolean,
) => Shape | undefined

export const lines = Facet.define<Lines, Lines | undefined>({ combine: ([first]) => first })

export interface Piece {
  readonly from: number
  readonly to: number
  readonly insert: string
}

/** How letters come. */
export type Entry = "typed" | "pasted" | "note" | "other"

type Several = (
  state: EditorState,
  pieces: readonly Piece[],
  found: readonly (Shape | undefined)[],
  kind: Entry,
) => Shape

export const several = Facet.define<Several, Several | undefined>({ combine: ([first]) => first })
