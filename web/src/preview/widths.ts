/** How wide the columns of a table stand, by all that it says: a browser would go by the rows that are drawn.
 * The same as export/note/columns.py. */
import type { Text } from "@codemirror/state"
import { BREAK, rowOf } from "../text/cells.ts"

/** Number of rows that set the column widths of a long table. */
export const MOST_ROWS = 200
/** A text of several lines asks for no more than that, nor does a word. */
const [MOST, LONGEST_WORD] = [40, 18]
/** The width of a letter, and of the narrowest column, in em. */
const [LETTER, NARROWEST] = [0.52, 3]
/** Signs that are not shown, and addresses of links. */
const UNSEEN = /\]\([^)\s]*\)|[*`[\]\\~]/g

/** For `grid-template-columns` of each row of the table between two places; `isWhole` says of a column whether its
 * cells are not broken. */
export function templateOf(
  doc: Text,
  from: number,
  to: number,
  isWhole: (column: number) => boolean,
): string {
  const columns: { text: number; least: number }[] = []
  const head = doc.lineAt(from).number
  const last = Math.min(doc.lineAt(to).number, head + MOST_ROWS)
  for (let number = head; number <= last; number += 1) {
    // The rule says nothing.
    if (number === head + 1) continue
    const { text } = doc.line(number)
    for (const [column, cell] of rowOf(text, 0).cells.entries()) {
      const lines = text.slice(cell.from, cell.to).split(BREAK)
      const said = lines.map(line => line.replace(UNSEEN, ""))
      const words = isWhole(column) ? said : said.flatMap(line => line.split(/\s/))
      const [line, word] = [said, words].map(all => Math.max(...all.map(one => one.length)))
      const most = columns[column] ?? { text: 0, least: 0 }
      columns[column] = { text: Math.max(most.text, line ?? 0), least: Math.max(most.least, word ?? 0) }
    }
  }
  const asked = columns.map(({ text, least }) => stepped(Math.min(Math.max(text, least), MOST), 4) + 2)
  const all = asked.reduce((sum, one) => sum + one, 0)
  return columns
    .map(({ least }, column) => {
      const letters = Math.min(least, isWhole(column) ? MOST : LONGEST_WORD)
      const em = Math.max(NARROWEST, Math.ceil(letters * LETTER))
      return `minmax(calc(${em}em + 20px), ${Math.round(((asked[column] ?? 0) / all) * 100)}fr)`
    })
    .join(" ")
}

/** Up to the next step: a letter more seldom moves a column. */
const stepped = (letters: number, step: number) => Math.ceil(letters / step) * step
