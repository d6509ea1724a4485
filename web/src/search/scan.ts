/** Plain search in the text of one note, for what is kept on the device: no stems, the beginnings of words. */

import { endAfter, folded } from "../text/fold.ts"
import type { Parts, Passage } from "./ask.ts"

export interface Wanted {
  /** Folded beginnings of words, all of which must be there. */
  readonly words: readonly string[]
  /** Folded runs of words, from `"…"`. */
  readonly exact: readonly string[]
  readonly without: readonly string[]
}

export interface Scanned {
  readonly title: Parts
  readonly passages: readonly Passage[]
}

const TERM = /(-?)"([^"]*)"|(-?)(\S+)/g
const FILTER = /^(?:theme|thème|statut|status|qui|who|depuis|since):/i
const QUOTES = /[«»“”]/g
const HEADING = /^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$/
/** Signs before the words of a line, and those within. */
const BEFORE = /^[\s>]*(?:[-*+]\s+|\d+[.)]\s+)?(?:\[[ xX]\]\s+)?/
const WITHIN = /\]\([^)]*\)|\[\^[^\]]*\]:?|!?\[|\]|[*_~`|\\]/g

export function wanted(typed: string): Wanted {
  const found = { words: [] as string[], exact: [] as string[], without: [] as string[] }
  for (const [, minus, run, minusOne, word] of typed.replace(QUOTES, '"').matchAll(TERM)) {
    const said = ` ${folded(run ?? word ?? "", " ").text.trim()}`
    if (said === " " || FILTER.test(word ?? "")) continue
    if (minus || minusOne) found.without.push(said)
    else if (run !== undefined) found.exact.push(`${said} `)
    else
      found.words.push(
        ...said
          .trim()
          .split(/\s+/)
          .map(one => ` ${one}`),
      )
  }
  return found
}

/** Undefined where the note does not hold all of it. */
export function scan(markdown: string, { words, exact, without }: Wanted): Scanned | undefined {
  const terms = [...words, ...exact]
  const lines = markdown
    .split("\n")
    .map(line => ({ text: plainLine(line), heading: HEADING.exec(line)?.[1] }))
  const whole = ` ${folded(lines.map(({ text }) => text).join("\n"), " ").text.replace(/\s+/g, " ")} `
  if (terms.length === 0 || !terms.every(term => whole.includes(term))) return undefined
  if (without.some(term => whole.includes(term))) return undefined
  const first = lines.findIndex(({ text }) => text)
  const title = lines[first]?.text ?? ""
  const passages: Passage[] = []
  let heading = ""
  lines.forEach((line, at) => {
    if (line.heading !== undefined && at !== first) heading = line.text
    if (at === first || line.heading !== undefined) return
    const parts = marked(line.text, terms)
    if (parts.some(([, isMarked]) => isMarked))
      passages.push({ parts, heading, quote: line.text, of: "text" })
  })
  return { title: marked(title, terms), passages: passages.sort((one, other) => marks(other) - marks(one)) }
}

const plainLine = (line: string): string =>
  (HEADING.exec(line)?.[1] ?? line).replace(BEFORE, "").replace(WITHIN, "").trim()

const marks = ({ parts }: Passage): number => parts.filter(([, isMarked]) => isMarked).length

/** The text with whole words marked, of which a term is the beginning. */
export function marked(text: string, terms: readonly string[]): Parts {
  const known = folded(text, " ")
  const line = ` ${known.text} `
  const places: (readonly [number, number])[] = []
  for (const term of terms) {
    const said = term.trimEnd()
    for (let at = line.indexOf(said); at >= 0; at = line.indexOf(said, at + said.length)) {
      // Places of the line are one further: it begins with a space.
      const end = line.indexOf(" ", at + said.length)
      const [from, last] = [known.at[at], known.at[end - 2]]
      if (from !== undefined && last !== undefined) places.push([from, endAfter(text, last)])
    }
  }
  return inPieces(
    text,
    places.sort(([one], [other]) => one - other),
  )
}

function inPieces(text: string, places: readonly (readonly [number, number])[]): Parts {
  const parts: (readonly [string, boolean])[] = []
  let done = 0
  for (const [from, to] of places) {
    if (to <= done) continue
    const begin = Math.max(from, done)
    if (begin > done) parts.push([text.slice(done, begin), false])
    parts.push([text.slice(begin, to), true])
    done = to
  }
  if (done < text.length) parts.push([text.slice(done), false])
  return parts
}
