/** Regular expressions of letters that are found without their accents: `e` finds `é`, `oe` finds `œ`, `é` finds `é` alone. */

/** Letters of two, as they are typed and as they are drawn. */
const LIGATURES: readonly (readonly [string, string])[] = [
  ["oe", "œ"],
  ["ae", "æ"],
  ["ffi", "ﬃ"],
  ["ffl", "ﬄ"],
  ["ff", "ﬀ"],
  ["fi", "ﬁ"],
  ["fl", "ﬂ"],
]
/** Blocks of Unicode with letters that have accents: Latin 1, Extended-A and -B, Additional; Greek; Cyrillic. */
const ACCENTED: readonly (readonly [number, number])[] = [
  [0xc0, 0x24f],
  [0x1e00, 0x1eff],
  [0x370, 0x4ff],
  [0x1f00, 0x1fff],
]
const MARKS = "\\p{M}*"

/** Of a small letter, those that are the same without accents; made when the first search is. */
let known: ReadonlyMap<string, string> | undefined

function variants(): ReadonlyMap<string, string> {
  if (known) return known
  const found = new Map<string, string>()
  for (const [first, last] of ACCENTED)
    for (let code = first; code <= last; code += 1) {
      const letter = String.fromCodePoint(code)
      const [base = "", ...marks] = letter.normalize("NFD").toLowerCase()
      if (marks.length > 0) found.set(base, (found.get(base) ?? "") + letter)
    }
  known = found
  return found
}

/** The regular expression of one letter, with `escaped` for those that are signs of it. */
function letter(sign: string, escaped: (sign: string) => string): string {
  const others = variants().get(sign.toLowerCase())
  if (others) return `[${sign}${others}]${MARKS}`
  const composed = sign.normalize("NFC")
  const [base = "", ...marks] = composed.normalize("NFD")
  return marks.length > 0 ? `(?:${composed}|${base}${marks.join("")})` : escaped(sign)
}

/** The regular expression of a text, with `escaped` for its signs; it is case-insensitive only where the query is. */
export function folded(text: string, escaped: (sign: string) => string): string {
  const source = text.normalize("NFC")
  let out = ""
  for (let at = 0; at < source.length; ) {
    const found = LIGATURES.find(
      ([typed, drawn]) =>
        source.slice(at, at + typed.length).toLowerCase() === typed || source[at]?.toLowerCase() === drawn,
    )
    if (found) {
      const [typed, drawn] = found
      out += `(?:${spelt(typed, escaped)}|${drawn}${MARKS})`
      at += source[at]?.toLowerCase() === drawn ? 1 : typed.length
    } else {
      const sign = String.fromCodePoint(source.codePointAt(at) ?? 0)
      out += letter(sign, escaped)
      at += sign.length
    }
  }
  return out
}

/** Letters of a ligature one by one; `ﬃ` may be spelt with `ﬁ` or `ﬀ` too. */
function spelt(typed: string, escaped: (sign: string) => string): string {
  const whole = [...typed].map(sign => letter(sign, escaped)).join("")
  if (typed.length < 3) return whole
  return `${whole}|ﬀ${letter(typed[2] ?? "", escaped)}|${letter("f", escaped)}${typed[2] === "i" ? "ﬁ" : "ﬂ"}`
}
