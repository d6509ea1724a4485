/** The grammar of struck text: a run of `~` opens or closes as a whole, in pairs, as markdown-it has it on paper. */
import type { MarkdownConfig } from "@lezer/markdown"

const TILDE = 126
const PAIR = { resolve: "Strikethrough", mark: "StrikethroughMark" }
const SPACE = /^\s?$/
const SIGN = /[\p{S}\p{P}]/u

/** The package's own rule looks at the last two of a run alone, whose neighbour is then a sign. */
export const struck: MarkdownConfig = {
  parseInline: [
    {
      name: "Strikethrough",
      parse(context, next, from) {
        if (next !== TILDE || context.char(from + 1) !== TILDE) return -1
        let to = from + 2
        while (context.char(to) === TILDE) to++
        const before = /.?$/su.exec(context.slice(Math.max(context.offset, from - 2), from))?.[0] ?? ""
        const after = /^.?/su.exec(context.slice(to, to + 2))?.[0] ?? ""
        const [isFirst, isLast] = [SPACE.test(before), SPACE.test(after)]
        let isOpen = !isLast && (!SIGN.test(after) || isFirst || SIGN.test(before))
        let isClosing = !isFirst && (!SIGN.test(before) || isLast || SIGN.test(after))
        if (isOpen && isClosing && to - from > 3) {
          // Pairs of one run never close each other.
          isClosing = context.findOpeningDelimiter(PAIR) !== null
          isOpen = !isClosing
        }
        // The odd one is text, outside what is struck.
        let at = (to - from) % 2 && isOpen ? from + 1 : from
        for (; at + 2 <= to; at += 2) context.addDelimiter(PAIR, at, at + 2, isOpen, isClosing)
        return to
      },
    },
  ],
}
