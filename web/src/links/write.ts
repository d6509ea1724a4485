/** How a link is written: its words and its address as Markdown that both readers take for one. */
import { targetOf } from "../text/links.ts"

/** Signs that would be marks, or end the words or their cell. */
const SIGNS = /[\\[\]*_~`<|]/g
const BRACKETS = /(?<!\\)[[\]|]/g
/** Where an address that is typed bare would be a link: the sign to escape is behind. */
const BARE = /(?<=https?):(?=\/\/)|(?<=\bwww)\.|(?<=[\p{L}\p{N}_.+-])@(?=[\p{L}\p{N}_-]+\.)/giu
const NO_ADDRESS = /[\s<>|\\"]/g
const LONGEST = 2_000

interface Edit {
  readonly from: number
  readonly to?: number
  readonly insert: string
}

/** Letters as words: nothing in them is a mark. */
export const asWords = (said: string): string => said.replace(/\s+/g, " ").trim().replace(SIGNS, "\\$&")

/** `words` as they stand in a text; brackets in them are escaped, marks stay. */
export const linked = (words: string, address: string): string =>
  `[${words.replace(BRACKETS, "\\$&").replace(/^\^/, "\\^")}](${asAddress(address)})`

/** The same as an edit around words that are there: their letters stay, with what is said of them. */
export function linkAround(from: number, words: string, address: string): Edit[] {
  const to = from + words.length
  const made = linked(words, address)
  const start = made.indexOf(words)
  if (start < 0) return [{ from, to, insert: made }]
  return [
    { from, insert: made.slice(0, start) },
    { from: to, insert: made.slice(start + words.length) },
  ]
}

/** Words that are no link any more, even if they are an address. */
export const unlinked = (words: string): string => words.replace(BARE, "\\$&")

function asAddress(address: string): string {
  const safe = address.replace(NO_ADDRESS, encodeURIComponent)
  const isEven = /^[^()]*(?:\([^()]*\)[^()]*)*$/.test(safe)
  return isEven ? safe : safe.replace(/\(/g, "%28").replace(/\)/g, "%29")
}

/** What is shown of an address: without `https://`, `mailto:` and a stroke at its end. */
export const short = (address: string): string =>
  address.replace(/^(?:https?:\/\/|mailto:|tel:)/i, "").replace(/\/$/, "")

export type Refusal = "none" | "spaces" | "scheme" | "unknown" | "long"

/** The whole address of what was typed, or why it is none. */
export function completed(typed: string): { readonly address: string } | { readonly refusal: Refusal } {
  const said = typed.trim()
  if (!said) return { refusal: "none" }
  if (said.length > LONGEST) return { refusal: "long" }
  if (/\s/.test(said)) return { refusal: "spaces" }
  const address = targetOf(said)
  if (address) return { address }
  return { refusal: /^[a-z][a-z\d+.-]*:(?!\d)/i.test(said) && !/^https?:/i.test(said) ? "scheme" : "unknown" }
}
