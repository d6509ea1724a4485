/** `[à vérifier]`: what nobody has checked yet, found as the server finds it (export/marks.py). */
import type { Text } from "@codemirror/state"

export interface Mark {
  readonly from: number
  readonly to: number
  /** What stands around it. */
  readonly words: string
}

const MARK = /\[(?:[àa][ \u00a0]v[eé]rifier|to (?:be )?check(?:ed)?)(?![\p{L}\p{N}_])[^[\]\n]{0,200}\]/giu
const FENCE = /^ {0,3}(`{3,}|~{3,})/
const AROUND = 40

/** Whether `text` is a mark, from bracket to bracket. */
export const isMark = (text: string) => text.match(MARK)?.[0] === text

export function marks(doc: Text): Mark[] {
  const found: Mark[] = []
  let fence = ""
  let start = 0
  for (const line of doc.iterLines()) {
    const bar = FENCE.exec(line)?.[1]
    if (bar && (!fence || bar.startsWith(fence))) fence = fence ? "" : bar
    else if (!fence && line.includes("["))
      for (const { 0: text, index } of line.matchAll(MARK)) {
        const end = index + text.length
        const words = line.slice(Math.max(0, index - AROUND), end + AROUND).trim()
        found.push({ from: start + index, to: start + end, words })
      }
    start += line.length + 1
  }
  return found
}
