/** What is looked for, as a query of CodeMirror's search; where it stands in a text, and what it becomes when it is replaced. */
import { RegExpCursor, SearchQuery } from "@codemirror/search"
import type { Text } from "@codemirror/state"

/** As the form says it. */
export interface Asked {
  readonly text: string
  readonly replacement: string
  /** Capitals and small letters are not the same. */
  readonly isExact: boolean
  readonly isWord: boolean
  /** `text` is a regular expression, and `replacement` may say `$1`, `$&`, `\n` and `\t`. */
  readonly isPattern: boolean
}

export const NOTHING: Asked = { text: "", replacement: "", isExact: false, isWord: false, isPattern: false }

export interface Match {
  readonly from: number
  readonly to: number
  /** The whole, and each group of a regular expression. */
  readonly said: readonly (string | undefined)[]
}

const SYNTAX = /[\\^$.*+?()[\]{}|/]/g
const SPACES = "[ \u00a0\u202f]"
const APOSTROPHES = "['’]"
const LETTER = "[\\p{L}\\p{N}_]"

/** Accents may be letters of their own in a text, apostrophes bent, and spaces those that do not break. */
function literal(text: string): string {
  const forms = new Set([text, text.normalize("NFC"), text.normalize("NFD")])
  const sources = [...forms].map(form =>
    form
      .replace(SYNTAX, "\\$&")
      .replace(new RegExp(APOSTROPHES, "g"), APOSTROPHES)
      .replace(new RegExp(SPACES, "g"), SPACES),
  )
  return `(?:${sources.join("|")})`
}

/**
 * Always by a regular expression: the library's own search for letters takes `m²` for `m2` and knows no apostrophes, and
 * its test for whole words ends a search over several lines at the first word that is none.
 */
export function queryOf({ text, isExact, isWord, isPattern }: Asked): SearchQuery {
  const source = isPattern ? `(?:${text})` : literal(text)
  const search = isWord ? `(?<!${LETTER})${source}(?!${LETTER})` : source
  return new SearchQuery({ search: text && search, regexp: true, caseSensitive: isExact })
}

/** In the order of the text; what is empty is no match. */
export function matchesIn(doc: Text, { search, caseSensitive, valid }: SearchQuery): Match[] {
  const found: Match[] = []
  if (!valid) return found
  for (const { from, to, match } of new RegExpCursor(doc, search, { ignoreCase: !caseSensitive }))
    if (from < to) found.push({ from, to, said: [...match] })
  return found
}

const SIGNS: Record<string, string> = { "\\n": "\n", "\\t": "\t", "\\\\": "\\", $$: "$" }

/** The library writes `undefined` for a group that took no part in the match. */
export function replacementOf({ replacement, isPattern }: Asked, { said }: Match): string {
  if (!isPattern) return replacement
  return replacement.replace(/\\[nt\\]|\$(?:[$&]|\d)/g, sign => {
    const group = sign === "$&" ? 0 : Number(sign.slice(1))
    return SIGNS[sign] ?? (group < said.length ? (said[group] ?? "") : sign)
  })
}
