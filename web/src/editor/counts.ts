/** Counts of words, reading minutes and open marks, of the whole note or of the selection. */
import type { EditorState, Text } from "@codemirror/state"
import { sumOf } from "../table/sum.ts"
import { marks } from "../text/marks.ts"
import { readingTime } from "../text/reading-time.ts"
import { t } from "../words.ts"

const WORD = /[\p{L}\p{N}]+(?:[’'.,-][\p{L}\p{N}]+)*/gu
/** Line breaks of cells, and the names of footnotes. */
const SIGNS = /<br ?\/?>|\[\^[^\]\s]+\]/gi
const WORDS_A_MINUTE = 230

const words = (text: string) => text.replace(SIGNS, " ").match(WORD)?.length ?? 0

/** Cached by piece of the text: unchanged pieces are the same objects. */
const known = new WeakMap<Text, number>()

function wordsOf(doc: Text): number {
  const count = known.get(doc)
  if (count !== undefined) return count
  const all = doc.children?.reduce((sum, part) => sum + wordsOf(part), 0) ?? words(doc.toString())
  known.set(doc, all)
  return all
}

/** Writes into every `[data-count]` of `page`. */
export function drawCounts(page: ParentNode, state: EditorState): void {
  const all = wordsOf(state.doc)
  const chosen = state.selection.ranges.reduce(
    (sum, { from, to }) => sum + words(state.sliceDoc(from, to)),
    0,
  )
  const show = (name: string, text: string) => {
    for (const place of page.querySelectorAll(`[data-count=${name}]`))
      if (place.textContent !== text) place.textContent = text
  }
  show("words", chosen ? t("editor.wordsChosen", { count: chosen, all }) : t("editor.words", { count: all }))
  show("minutes", all === 0 ? "" : readingTime(Math.max(1, Math.round((chosen || all) / WORDS_A_MINUTE))))
  const sum = sumOf(state)
  show("sum", sum ? t("table.sum", { sum: sum.said, count: sum.cells.length }) : "")
  const unchecked = marks(state.doc).length
  show("marks", t("editor.unchecked", { count: unchecked }))
  for (const place of page.querySelectorAll<HTMLElement>("[data-count=marks]")) place.hidden = unchecked === 0
}
