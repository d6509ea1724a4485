/** Threads as the server sends them, and the passage of each in the text. */
import type { Text as SharedText } from "yjs"
import { createAbsolutePositionFromRelativePosition, createRelativePositionFromJSON } from "yjs"
import type { Letter } from "../text/letters.ts"

export interface Comment {
  readonly id: string
  readonly at: string
  readonly name: string | null
  readonly colour: number
  readonly is_mine: boolean
  readonly is_edited: boolean
  readonly text: string
}

export interface Thread {
  readonly id: string
  readonly number: number
  readonly kind: "comment" | "proposal" | "talk"
  readonly first: Letter | null
  readonly last: Letter | null
  readonly quote: string
  readonly proposed: string
  readonly state: "open" | "resolved" | "accepted" | "refused"
  readonly ended_by: string | null
  readonly is_mine: boolean
  readonly comments: readonly Comment[]
}

export interface Place {
  readonly from: number
  readonly to: number
}

/** Position of a thread's passage now, with letters that undo brought back; undefined if nothing of it is left. */
export function placeOf(
  text: SharedText,
  { first, last }: Pick<Thread, "first" | "last">,
): Place | undefined {
  if (!first || !last || !text.doc) return undefined
  const [from, to] = [position(text, first, 0), position(text, last, -1)]
  return from !== undefined && to !== undefined && from < to ? { from, to } : undefined
}

function position(text: SharedText, [client, clock]: Letter, assoc: number): number | undefined {
  try {
    const relative = createRelativePositionFromJSON({ item: { client, clock }, assoc })
    return text.doc ? createAbsolutePositionFromRelativePosition(relative, text.doc)?.index : undefined
  } catch {
    return undefined // the letters have not come yet
  }
}
