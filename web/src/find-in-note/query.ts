/** Query of a search: from the input to CodeMirror's `SearchQuery`, its matches in a text, and their replacement. */
import { RegExpCursor, SearchQuery } from "@codemirror/search"
import type { Text } from "@codemirror/state"
import { spellings } from "./spellings.ts"

/** Fields of the search form. */
export interface SearchInput {
  readonly text: string
  readonly replacement: string
  /** Case and accents as they are typed. */
  readonly isExact: boolean
  readonly isWord: boolean
  /** `text` is a regular expression, and `replacement` may hold `$1`, `$&`, `\n` and `\t`. */
  readonly isPattern: boolean
}

export const EMPTY_INPUT: SearchInput = {
  text: "",
  replacement: "",
  isExact: false,
  isWord: false,
  isPattern: false,
}

export interface Match {
  readonly from: number
  readonly to: number
  /** The whole, and each group of a regular expression. */
  readonly groups: readonly (string | undefined)[]
}

const SYNTAX = /[\\^$.*+?()[\]{}|/]/g
const SPACES = "[ \u00a0\u202f]"
const APOSTROPHES = "['’]"
const LETTER = "[\\p{L}\\p{N}_]"

const escaped = (text: string) =>
  text
    .replace(SYNTAX, "\\$&")
    .replace(new RegExp(APOSTROPHES, "g"), APOSTROPHES)
    .replace(new RegExp(SPACES, "g"), SPACES)

/** Regular expression of a literal: NFC and NFD, straight and curly apostrophes, breaking and no-break spaces alike. */
function literal(text: string): string {
  const forms = new Set([text, text.normalize("NFC"), text.normalize("NFD")])
  return `(?:${[...forms].map(escaped).join("|")})`
}

/**
 * Always by a regular expression: the library's own search for letters takes `m²` for `m2` and knows no apostrophes, and
 * its test for whole words ends a search over several lines at the first word that is none.
 */
export function toQuery({ text, isExact, isWord, isPattern }: SearchInput): SearchQuery {
  const source = isPattern ? `(?:${text})` : isExact ? literal(text) : `(?:${spellings(text, escaped)})`
  const search = isWord ? `(?<!${LETTER})${source}(?!${LETTER})` : source
  return new SearchQuery({ search: text && search, regexp: true, caseSensitive: isExact })
}

/** Matches in the order of the text; empty ones are left out. */
export function matchesIn(doc: Text, { search, caseSensitive, valid }: SearchQuery): Match[] {
  const found: Match[] = []
  if (!valid) return found
  for (const { from, to, match } of new RegExpCursor(doc, search, { ignoreCase: !caseSensitive }))
    if (from < to) found.push({ from, to, groups: [...match] })
  return found
}

const SIGNS: Record<string, string> = { "\\n": "\n", "\\t": "\t", "\\\\": "\\", $$: "$" }

/** Replacement of one match, with its groups expanded. The library writes `undefined` for a group without a match. */
export function expandReplacement({ replacement, isPattern }: SearchInput, { groups }: Match): string {
  if (!isPattern) return replacement
  return replacement.replace(/\\[nt\\]|\$(?:[$&]|\d)/g, sign => {
    const group = sign === "$&" ? 0 : Number(sign.slice(1))
    return SIGNS[sign] ?? (group < groups.length ? (groups[group] ?? "") : sign)
  })
}
