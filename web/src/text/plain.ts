/** Words of a line of Markdown without its marks, as the server reads them (export/note/title.py). */
import { parser } from "./markdown.ts"

const LINK = /!?\[([^\]]*)\]\([^)]*\)(?:\{width=\d+%\})?|\[\^[^\]\s]+\]/g
const SIGN = /[*_~`\\]/
const HIDDEN = new Set(["EmphasisMark", "StrikethroughMark"])

export function plain(line: string): string {
  const text = line.replace(LINK, "$1")
  return (SIGN.test(text) ? unmarked(text) : text).replace(/\s+/g, " ").trim()
}

type Elements = ReturnType<typeof parser.parseInline>

function unmarked(text: string): string {
  const gone: (readonly [from: number, to: number])[] = []
  const look = (elements: Elements) => {
    for (const one of elements) {
      const { from, to, children } = one as (typeof elements)[number] & { children: Elements }
      const { name } = parser.nodeSet.types[one.type] ?? {}
      if (name === "Escape") gone.push([from, from + 1])
      else if (name === "InlineCode") gone.push(...codeMarks(text, from, to))
      else if (HIDDEN.has(name ?? "")) gone.push([from, to])
      else look(children)
    }
  }
  look(parser.parseInline(text, 0))
  let [out, at] = ["", 0]
  for (const [from, to] of gone) {
    out += text.slice(at, from)
    at = to
  }
  return out + text.slice(at)
}

/** The signs around code, each with one space where both have one. */
function codeMarks(text: string, from: number, to: number): [number, number][] {
  const length = /^`+/.exec(text.slice(from, to))?.[0].length ?? 1
  const said = text.slice(from + length, to - length)
  const space = /^ .*[^ ].* $/.test(said) || /^ [^ ] $/.test(said) ? 1 : 0
  return [
    [from, from + length + space],
    [to - length - space, to],
  ]
}
