/** The place of a quote in a text, by letters and digits alone: typography and the signs of Markdown differ. */

import { endAfter, folded } from "../text/fold.ts"
import type { Passage } from "./ask.ts"

/** What a reader does not see: addresses of links, names of footnotes. */
const UNSEEN = /\]\([^)\n]*\)|\[\^[^\]\s]+\]/g

export interface Place {
  readonly from: number
  readonly to: number
}

/** Undefined where the text has no such passage any more. */
export function placeOf(text: string, quote: string): Place | undefined {
  const wanted = folded(quote, "").text
  if (!wanted) return undefined
  const seen = folded(
    text.replace(UNSEEN, hidden => " ".repeat(hidden.length)),
    "",
  )
  const found = seen.text.indexOf(wanted)
  const [from, last] = [seen.at[found], seen.at[found + wanted.length - 1]]
  if (found < 0 || from === undefined || last === undefined) return undefined
  return { from, to: endAfter(text, last) }
}

const FRAGMENT = "#passage="

/** The address that opens a note at a passage, or at a comment: what stands behind `#` is sent nowhere. */
export function addressAt(url: string, passage: Passage | undefined): string {
  if (passage?.of === "comment")
    return passage.thread === undefined ? url : `${url}?view=edit#c-${passage.thread}`
  return passage?.quote ? url + FRAGMENT + encodeURIComponent(passage.quote) : url
}
