/** The language of a note: CommonMark with tables, tasks and struck text, and no grammar of HTML behind it. */
import { markdownLanguage } from "@codemirror/lang-markdown"
import { Language, LanguageSupport } from "@codemirror/language"
import type { Extension } from "@codemirror/state"
import type { MarkdownParser } from "@lezer/markdown"
import { callouts } from "./callouts.ts"

/** The ready-made `markdown()` would pull the grammars of HTML, CSS and JavaScript in. */
const parser = (markdownLanguage.parser as MarkdownParser).configure([
  { remove: ["Subscript", "Superscript", "Emoji", "HTMLBlock", "HTMLTag"] },
  callouts,
])
const language = new Language(markdownLanguage.data, parser, [], "markdown")

export const markdown = (): Extension => new LanguageSupport(language)
