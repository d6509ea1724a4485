/** The language of a note: CommonMark with tables, tasks, struck text and the fences of boxes; no HTML. */
import { markdownLanguage } from "@codemirror/lang-markdown"
import { Language, LanguageSupport } from "@codemirror/language"
import type { Extension } from "@codemirror/state"
import type { Line, MarkdownConfig, MarkdownParser } from "@lezer/markdown"
import { addresses } from "./addresses.ts"
import { struck } from "./struck.ts"

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

const blankItem = /^(?:[-+*]|\d{1,9}[.)])(?=[ \t]*$)/

/** An item whose first line says nothing goes on with the line under it, over later blank lines too, as on paper. The package's own
 * item ends at the first blank line, also behind a list in it. */
export const blankItems: MarkdownConfig = {
  parseBlock: [
    {
      name: "BlankItem",
      before: "BulletList",
      parse(context, line) {
        const mark = blankItem.exec(line.text.slice(line.pos))?.[0]
        if (!mark || !/[^\s>]/.test(context.peekLine())) return false
        const list = /\d/.test(mark) ? "OrderedList" : "BulletList"
        const [start, end] = [line.pos, line.pos + mark.length]
        if (context.parentType().name !== list)
          context.startComposite(list, line.basePos, mark.charCodeAt(mark.length - 1))
        const column = line.countIndent(end, start, line.indent) + 1
        context.startComposite("ListItem", line.basePos, column - line.baseIndent)
        context.addElement(context.elt("ListMark", context.lineStart + start, context.lineStart + end))
        line.moveBaseColumn(column)
        return null
      },
    },
  ],
}

const footnote = /^\[\^[^\]\s]+\]:/

/** A footnote of one word is a paragraph like one of many, and no address of a link. */
export const footnotes: MarkdownConfig = {
  parseBlock: [
    {
      name: "Footnote",
      after: "LinkReference",
      leaf(_context, leaf) {
        if (footnote.test(leaf.content)) leaf.parsers = []
        return null
      },
    },
  ],
}

/** The ready-made `markdown()` would pull the grammars of HTML, CSS and JavaScript in. */
export const parser = (markdownLanguage.parser as MarkdownParser).configure([
  { remove: ["Subscript", "Superscript", "Emoji", "HTMLBlock", "HTMLTag", "Autolink"] },
  callouts,
  sublists,
  blankItems,
  footnotes,
  addresses,
  struck,
])
const language = new Language(markdownLanguage.data, parser, [], "markdown")

export const markdown = (): Extension => new LanguageSupport(language)
