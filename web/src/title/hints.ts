/** What an empty title and an empty text ask for, on their line. */
import "./hints.css"
import type { Text } from "@codemirror/state"
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view"
import { t } from "../words.ts"

const EMPTY_TITLE = /^# *$/
export const TITLE = /^# +\S/

export const isEmptyTitle = (doc: Text) => doc.lines === 1 && EMPTY_TITLE.test(doc.line(1).text)

const title = Decoration.line({
  class: "lp-h lp-h1 begins",
  attributes: { role: "heading", "aria-level": "1", "data-hint": t("title.placeholder") },
})
const text = Decoration.line({ class: "begins", attributes: { "data-hint": t("editor.placeholder") } })

/** `isTitled`: the first words of an empty note become its title. */
export function hintOf(doc: Text, isTitled: boolean): DecorationSet {
  const first = doc.line(1)
  if (doc.length === 0) return Decoration.set((isTitled ? title : text).range(0))
  if (EMPTY_TITLE.test(first.text)) return Decoration.set(title.range(0))
  const isBlank = TITLE.test(first.text) && doc.lines > 1 && !doc.sliceString(first.to).trim()
  return isBlank ? Decoration.set(text.range(doc.line(doc.lines).from)) : Decoration.none
}

/** For notes that did not begin on this page. */
export const hints = EditorView.decorations.compute(["doc"], ({ doc }) => hintOf(doc, false))
