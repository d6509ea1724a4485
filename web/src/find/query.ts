/** What is looked for in a text, where it stands there, and what it becomes when it is replaced. */

export interface Query {
  readonly text: string
  readonly replacement: string
  /** Capitals and small letters are not the same. */
  readonly isExact: boolean
  readonly isWord: boolean
  /** `text` is a regular expression, and `replacement` may say `$1`, `$&`, `\n` and `\t`. */
  readonly isPattern: boolean
}

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

/** Undefined where nothing is looked for, or no regular expression is written. */
function patternOf({ text, isExact, isWord, isPattern }: Query): RegExp | undefined {
  if (!text) return undefined
  const source = isPattern ? `(?:${text})` : literal(text)
  try {
    return new RegExp(isWord ? `(?<!${LETTER})${source}(?!${LETTER})` : source, isExact ? "gmu" : "gimu")
  } catch {
    return undefined
  }
}

/** In the order of the text; what is empty is no match. Undefined where the query is no regular expression. */
export function matchesIn(text: string, query: Query): Match[] | undefined {
  const found: Match[] = []
  const pattern = patternOf(query)
  if (!pattern) return query.text ? undefined : found
  for (const match of text.matchAll(pattern)) {
    const [whole] = match
    if (whole) found.push({ from: match.index, to: match.index + whole.length, said: [...match] })
  }
  return found
}

const SIGNS: Record<string, string> = { "\\n": "\n", "\\t": "\t", "\\\\": "\\", $$: "$" }

export function replacementOf({ replacement, isPattern }: Query, { said }: Match): string {
  if (!isPattern) return replacement
  return replacement.replace(/\\[nt\\]|\$(?:[$&]|\d)/g, sign => {
    const group = sign === "$&" ? 0 : Number(sign.slice(1))
    return SIGNS[sign] ?? (group < said.length ? (said[group] ?? "") : sign)
  })
}
