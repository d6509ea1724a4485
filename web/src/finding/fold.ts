/** A text without accents and capitals, letter by letter with its place. */

const LETTER = /[\p{L}\p{N}]/u
const MARKS = /\p{M}/gu

export interface Folded {
  readonly text: string
  /** Where each of its code units stands in the text that was folded. */
  readonly at: readonly number[]
}

/** Ligatures are two letters; what is no letter and no digit becomes `other`. */
export function folded(text: string, other: "" | " "): Folded {
  const at: number[] = []
  const out: string[] = []
  let place = 0
  for (const sign of text) {
    const found = LETTER.test(sign) ? plainLetter(sign) : MARK.test(sign) ? "" : other
    out.push(found)
    for (let unit = 0; unit < found.length; unit += 1) at.push(place)
    place += sign.length
  }
  return { text: out.join(""), at }
}

const MARK = /\p{M}/u
const known = new Map<string, string>()

function plainLetter(sign: string): string {
  const before = known.get(sign)
  if (before !== undefined) return before
  const bare = sign.normalize("NFKD").replace(MARKS, "").toLowerCase()
  const found = bare.replaceAll("œ", "oe").replaceAll("æ", "ae")
  known.set(sign, found)
  return found
}

/** The end of the sign that stands at `place`, its accents with it. */
export function endAfter(text: string, place: number): number {
  let end = place + String.fromCodePoint(text.codePointAt(place) ?? 0).length
  while (end < text.length && MARK.test(text[end] ?? "")) end += 1
  return end
}
