/** The headings of a note, read from its lines. */
import type { Text } from "@codemirror/state"

export interface Heading {
  readonly level: number
  readonly text: string
  readonly from: number
}

const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#*)?[ \t]*$/
const FENCE = /^ {0,3}(`{3,}|~{3,})/

/** Text without its marks. */
export const plain = (text: string) =>
  text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*_~`]+/g, "")
    .trim()

export function headings(doc: Text): Heading[] {
  const found: Heading[] = []
  let fence = ""
  let from = 0
  for (const line of doc.iterLines()) {
    const mark = FENCE.exec(line)?.[1]
    if (mark && (!fence || mark.startsWith(fence))) fence = fence ? "" : mark
    const heading = fence ? null : HEADING.exec(line)
    if (heading?.[2]) found.push({ level: heading[1]?.length ?? 1, text: plain(heading[2]), from })
    from += line.length + 1
  }
  return found
}

/** The names of headings in addresses, as the server gives them to those of a page (export/dialect/headings.py). */
export function anchorsOf(all: readonly Pick<Heading, "text">[]): string[] {
  const taken = new Map<string, number>()
  return all.map(({ text }) => {
    const words = text.replace(/\[\^[^\]]*\]/g, "").toLowerCase()
    const name = `s-${words.replace(/[^\p{L}\p{N}_]+/gu, "-").replace(/^-|-$/g, "") || "titre"}`
    const count = (taken.get(name) ?? 0) + 1
    taken.set(name, count)
    return count === 1 ? name : `${name}-${count}`
  })
}

/** The edit that gives the note another title: its first heading is written anew, or a new one put at its head. */
export function titleChange(doc: Text, title: string): { from: number; to: number; insert: string } {
  const found = headings(doc).find(({ level, text }) => level === 1 && text)
  if (!found) return { from: 0, to: 0, insert: `# ${title}\n\n` }
  const { from, to } = doc.lineAt(found.from)
  return { from, to, insert: `# ${title}` }
}

/** The title of a note: its first heading of the first level. */
export const titleOf = (all: readonly Heading[]) => all.find(({ level, text }) => level === 1 && text)?.text
