/** The language of a note: CommonMark with tables, tasks, struck text and the fences of boxes; no HTML. */
import { markdownLanguage } from "@codemirror/lang-markdown"
import { Language, LanguageSupport } from "@codemirror/language"
import type { Extension } from "@codemirror/state"
import type { Line, MarkdownConfig, MarkdownParser } from "@lezer/markdown"
import { addresses } from "./addresses.ts"

const fence = /^:{3,}(\s+\S.*)?\s*$/
const isFence = (line: Line) => fence.test(line.text.slice(line.pos))

/** The fences of a box, `::: retenir` and `:::`: a block of its own, which ends the paragraph before it, as on paper. */
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

const listMark = /^(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)/

/** In an item, a line that begins with a list mark ends the paragraph before it, even an empty one, as on paper
 * (export/dialect/sublists.py). */
export const sublists: MarkdownConfig = {
  parseBlock: [
    {
      name: "Sublist",
      endLeaf: (context, line) =>
        context.parentType().name === "ListItem" && listMark.test(line.text.slice(line.pos)),
    },
  ],
}

/** The ready-made `markdown()` would pull the grammars of HTML, CSS and JavaScript in. */
const parser = (markdownLanguage.parser as MarkdownParser).configure([
  { remove: ["Subscript", "Superscript", "Emoji", "HTMLBlock", "HTMLTag", "Autolink"] },
  callouts,
  sublists,
  addresses,
])
const language = new Language(markdownLanguage.data, parser, [], "markdown")

export const markdown = (): Extension => new LanguageSupport(language)
