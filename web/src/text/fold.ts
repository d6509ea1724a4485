/**
 * Folding of text for comparison: small letters, without accents or ligatures: `Œuvres` and `oeuvres` are one.
 * export/languages/folding.py does the same on the server; both are asked the cases of fold.cases.json.
 */

/** Letters that NFKD leaves whole, and those of which a capital has another small letter at the end of a word. */
const LETTERS: Record<string, string> = {
  œ: "oe",
  æ: "ae",
  ø: "o",
  đ: "d",
  ð: "d",
  ħ: "h",
  ı: "i",
  ł: "l",
  ŧ: "t",
  þ: "th",
  ß: "ss",
  ς: "σ",
  "\u0345": "ι",
}
const WHOLE = new RegExp(Object.keys(LETTERS).join("|"), "g")
const APOSTROPHES = /[’‘‛ʼʻʹ′`´＇]/g
/** What stands within a word and is no letter: accents that follow theirs, soft hyphens, joiners. */
const WITHIN =
  "\u00ad\u200c\u200d\u2060\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f" +
  "\u0670\u06d6-\u06dc\u093c\u09bc\u0a3c\u0b3c\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f\u{110ba}"
const UNSEEN = new RegExp(`[${WITHIN}]`, "gu")
const LETTER = /[\p{L}\p{N}]/u
const MARK = /\p{M}/u

/** Text in small letters, accents and ligatures taken apart, apostrophes straight; the rest stays. */
export function fold(text: string): string {
  // Twice: some letters are capitals only once they are taken apart.
  return spread(spread(text)).replace(UNSEEN, "")
}

const spread = (text: string): string =>
  text
    .toLowerCase()
    .replace(APOSTROPHES, "'")
    .replace(WHOLE, letter => LETTERS[letter] ?? letter)
    .normalize("NFKD")

/** Whether a text has each of the words, be it within a longer one. */
export function hasWords(text: string, words: string): boolean {
  const folded = fold(text)
  return fold(words)
    .split(/\s+/)
    .every(word => folded.includes(word))
}

export interface Folded {
  readonly text: string
  /** Where each of its code units stands in the text that was folded. */
  readonly at: readonly number[]
}

/** Letters and digits with their places; what is neither becomes `other`. */
export function folded(text: string, other: "" | " "): Folded {
  const at: number[] = []
  const out: string[] = []
  let place = 0
  for (const sign of text) {
    const found = LETTER.test(sign) ? folds(sign) : MARK.test(sign) ? "" : other
    out.push(found)
    for (let unit = 0; unit < found.length; unit += 1) at.push(place)
    place += sign.length
  }
  return { text: out.join(""), at }
}

const known = new Map<string, string>()

function folds(sign: string): string {
  const before = known.get(sign)
  if (before !== undefined) return before
  const found = fold(sign)
  known.set(sign, found)
  return found
}

/** The end of the sign that stands at `place`, its accents with it. */
export function endAfter(text: string, place: number): number {
  let end = place + String.fromCodePoint(text.codePointAt(place) ?? 0).length
  while (end < text.length && MARK.test(text[end] ?? "")) end += 1
  return end
}

/** The length of the text that says `words` at its beginning, accents behind the last letter with it; 0 for none. */
export function lengthOf(words: string, text: string): number {
  const wanted = fold(words)
  let said = ""
  let end = 0
  for (const sign of text) {
    const found = fold(sign)
    if (said.length >= wanted.length && found) break
    said += found
    end += sign.length
  }
  return said === wanted ? end : 0
}
