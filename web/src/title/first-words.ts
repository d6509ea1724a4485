/** What a note without a title is called: its first words, as the server has them (export/note/title.py). */
import { plain } from "../text/plain.ts"

const MOST = 60
const LONGEST = 500
/** Lines outside code that are looked at. */
const MOST_LINES = 1000
const FENCE = /^ {0,3}(`{3,}|~{3,})/
const BOX = /^ {0,3}(:::|\\newpage|\\pagebreak|\[\^)/
const HEAD = /^[ \t]*(?:>[ \t]*)*(?:#{1,6}[ \t]+|[-*+][ \t]+|[0-9]+[.)][ \t]+)?(?:\[[ xX]\][ \t]+)?/
const LETTER = /[\p{L}\p{N}]/u

/** Empty where there are no words; `lines` are read no further than the first that has some. */
export function firstWords(lines: Iterable<string>): string {
  let fence = ""
  let left = MOST_LINES
  for (const line of lines) {
    const mark = FENCE.exec(line)?.[1] ?? ""
    if (fence) {
      const isClosing = mark.startsWith(fence) && /^(`+|~+)$/.test(line.trim())
      if (isClosing) fence = ""
    } else if (mark) fence = mark
    else {
      if (left-- === 0) return ""
      const text = BOX.test(line) ? "" : plain(line.slice(0, LONGEST).replace(HEAD, "").replaceAll("|", " "))
      if (LETTER.test(text)) return cut(text)
    }
  }
  return ""
}

/** At a word, where there is one; counted in characters, as the server does. */
function cut(text: string): string {
  const letters = [...text]
  if (letters.length <= MOST) return text
  const head = letters.slice(0, MOST).join("")
  const at = head.lastIndexOf(" ")
  return `${at > 0 ? head.slice(0, at) : head}…`
}
