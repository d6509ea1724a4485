/** The language of a note: CommonMark with tables, tasks and struck text, and no grammar of HTML behind it. */
import { markdownLanguage } from "@codemirror/lang-markdown"
import { HighlightStyle, Language, LanguageSupport, syntaxHighlighting } from "@codemirror/language"
import type { Extension } from "@codemirror/state"
import { tags } from "@lezer/highlight"
import type { MarkdownParser } from "@lezer/markdown"
import { callouts } from "./callouts.ts"

/** The ready-made `markdown()` would pull the grammars of HTML, CSS and JavaScript in. */
const parser = (markdownLanguage.parser as MarkdownParser).configure([
  { remove: ["Subscript", "Superscript", "Emoji", "HTMLBlock", "HTMLTag"] },
  callouts,
])
const language = new Language(markdownLanguage.data, parser, [], "markdown")

const faces = HighlightStyle.define([
  { tag: tags.processingInstruction, class: "md-mark" },
  { tag: tags.contentSeparator, class: "md-mark" },
  { tag: tags.url, class: "md-url" },
  { tag: tags.labelName, class: "md-url" },
])

export function markdown(): Extension {
  return [new LanguageSupport(language), syntaxHighlighting(faces)]
}
