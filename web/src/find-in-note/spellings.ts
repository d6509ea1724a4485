/** Regular expressions of letters that are found without their accents: `e` finds `é`, `oe` finds `œ`, `é` finds `é` alone. */
import { fold } from "../text/fold.ts"

/** Blocks of Unicode with letters that fold: Latin 1, Extended-A and -B, Additional; Greek; Cyrillic; ligatures of print. */
const BLOCKS: readonly (readonly [number, number])[] = [
  [0xc0, 0x24f],
  [0x1e00, 0x1eff],
  [0x370, 0x4ff],
  [0x1f00, 0x1fff],
  [0xfb00, 0xfb06],
]
const MARKS = "\\p{M}*"

interface Known {
  /** Of a small letter, those that fold to it. */
  readonly variants: ReadonlyMap<string, string>
  /** Of several letters, those that are drawn as one, without accents; the longest first. */
  readonly ligatures: readonly (readonly [string, string])[]
}

/** Made when the first search is. */
let known: Known | undefined

function knownLetters(): Known {
  if (known) return known
  const variants = new Map<string, string>()
  const ligatures = new Map<string, string>()
  for (const [first, last] of BLOCKS)
    for (let code = first; code <= last; code += 1) {
      const letter = String.fromCodePoint(code)
      const base = fold(letter)
      if (base === letter.toLowerCase() || !/^\p{L}+$/u.test(base)) continue
      const isOne = [...base].length === 1
      if (!isOne && letter.normalize("NFD") !== letter) continue
      const all = isOne ? variants : ligatures
      all.set(base, (all.get(base) ?? "") + letter)
    }
  known = { variants, ligatures: [...ligatures].sort(([one], [other]) => other.length - one.length) }
  return known
}

/** The regular expression of one letter, with `escaped` for those that are signs of it. */
function letter(sign: string, escaped: (sign: string) => string): string {
  const others = knownLetters().variants.get(sign.toLowerCase())
  if (others) return `[${sign}${others}]${MARKS}`
  const composed = sign.normalize("NFC")
  const [base = "", ...marks] = composed.normalize("NFD")
  return marks.length > 0 ? `(?:${composed}|${base}${marks.join("")})` : escaped(sign)
}

/** The regular expression of a text, with `escaped` for its signs; it is case-insensitive only where the query is. */
export function spellings(text: string, escaped: (sign: string) => string): string {
  const source = text.normalize("NFC")
  let out = ""
  for (let at = 0; at < source.length; ) {
    const sign = String.fromCodePoint(source.codePointAt(at) ?? 0)
    const found = knownLetters().ligatures.find(
      ([typed, drawn]) => drawn.includes(sign) || source.slice(at, at + typed.length).toLowerCase() === typed,
    )
    if (found) {
      const [typed, drawn] = found
      out += `(?:${spelt(typed, escaped)}|[${drawn}]${MARKS})`
      at += drawn.includes(sign) ? sign.length : typed.length
    } else {
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
