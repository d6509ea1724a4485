/** Names that a comment mentions by `@`. */
import { fold, lengthOf } from "../text/fold.ts"

const AT = /(?<![\p{L}\p{N}])@(?=[\p{L}\p{N}])/gu
const WORD = /^@[\p{L}\p{N}_-]+/u
const GOES_ON = /^[\p{L}\p{N}]/u

/** `text` in pieces, each second one a mention: the longest of the known `names` behind an `@`, else one word. */
export function pieces(text: string, names: readonly string[]): string[] {
  const found: string[] = []
  let done = 0
  for (const { index } of text.matchAll(AT)) {
    if (index < done) continue
    const rest = text.slice(index)
    let length = 0
    for (const name of names) {
      const to = lengthOf(`@${name}`, rest)
      if (to > length && !GOES_ON.test(rest.slice(to))) length = to
    }
    length ||= WORD.exec(rest)?.[0].length ?? 1
    found.push(text.slice(done, index), rest.slice(0, length))
    done = index + length
  }
  return [...found, text.slice(done)]
}

/** True if `text` mentions the name `me`. */
export const mentions = (text: string, me: string, names: readonly string[]): boolean =>
  pieces(text, [...names, me]).some((piece, n) => n % 2 === 1 && fold(piece) === fold(`@${me}`))

/** The query after an `@` that begins a word just before the caret, and its position. */
export function wishAt(before: string): { readonly from: number; readonly query: string } | undefined {
  const typed = /(?<![\p{L}\p{N}@])@([^@\n]{0,40})$/u.exec(before)
  return typed ? { from: typed.index, query: fold(typed[1] ?? "") } : undefined
}

/** Those of `names` that `query` begins, or one of whose words it begins. */
export const offered = (names: readonly string[], query: string): string[] =>
  names.filter(name => [" ", "-"].some(gap => (gap + fold(name)).includes(gap + query)))
