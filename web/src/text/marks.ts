/** Marks like `[à vérifier]`, found in the same way as on the server (export/note/marks.py). */
import { finder, type Place } from "./found.ts"

export interface Mark extends Place {
  /** The surrounding words. */
  readonly words: string
}

const MARK = /\[(?:[àa][ \u00a0]v[eé]rifier|to (?:be )?check(?:ed)?)(?![\p{L}\p{N}_])[^[\]\n]{0,200}\]/giu
const AROUND = 40

/** Whether `text` is a mark, from bracket to bracket. */
export const isMark = (text: string) => text.match(MARK)?.[0] === text

export const marks = finder<Mark>(line =>
  line.includes("[")
    ? Array.from(line.matchAll(MARK), ({ 0: text, index }) => {
        const end = index + text.length
        return { from: index, to: end, words: line.slice(Math.max(0, index - AROUND), end + AROUND).trim() }
      })
    : [],
)
