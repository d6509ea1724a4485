/** What a note without a title is called: its first words, as the server has them (crdt/title.py). */

const MOST = 60
const FENCE = /^ {0,3}(```|~~~)/
const BOX = /^ {0,3}(:::|\\|\[\^)/
const HEAD = /^[ \t]*(?:>[ \t]*)*(?:#{1,6}[ \t]+|[-*+][ \t]+|[0-9]+[.)][ \t]+)?(?:\[[ xX]\][ \t]+)?/
const LETTER = /[\p{L}\p{N}]/u

/** Empty where there are no words; `lines` are read no further than the first that has some. */
export function firstWords(lines: Iterable<string>): string {
  let isCode = false
  for (const line of lines) {
    if (FENCE.test(line)) {
      isCode = !isCode
      continue
    }
    const text = isCode || BOX.test(line) ? "" : plain(line)
    if (LETTER.test(text)) return cut(text)
  }
  return ""
}

const plain = (line: string) =>
  line
    .replace(HEAD, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*_~`|]+/g, "")
    .replace(/[ \t]+/g, " ")
    .replace(/^ +| +$/g, "")

/** At a word, where there is one; counted in characters, as the server does. */
function cut(text: string): string {
  const letters = [...text]
  if (letters.length <= MOST) return text
  const head = letters.slice(0, MOST).join("")
  const at = head.lastIndexOf(" ")
  return `${at > 0 ? head.slice(0, at) : head}…`
}
