/** The fences of a box, `::: retenir` and `:::`: a block of their own, which ends what stands before it, as on paper. */
import type { Line, MarkdownConfig } from "@lezer/markdown"

const fence = /^:{3,}(\s+\S.*)?\s*$/
const isFence = (line: Line) => fence.test(line.text.slice(line.pos))

export const callouts: MarkdownConfig = {
  defineNodes: [{ name: "CalloutFence", block: true }],
  parseBlock: [
    {
      name: "CalloutFence",
      parse(context, line) {
        if (!isFence(line)) return false
        const start = context.lineStart + line.pos
        context.addElement(context.elt("CalloutFence", start, context.lineStart + line.text.length))
        context.nextLine()
        return true
      },
      endLeaf: (_context, line) => isFence(line),
    },
  ],
}
