/** Headings of a note, from its lines. */
import type { Text } from "@codemirror/state"
import { finder, type Place } from "./found.ts"
import { plain } from "./plain.ts"

/** `from` and `to` are those of its line. */
export interface Heading extends Place {
  readonly level: number
  readonly text: string
}

const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#*)?[ \t]*$/

export const headings = finder<Heading>(line => {
  const [, signs = "", text] = HEADING.exec(line) ?? []
  return text ? [{ level: signs.length, text: plain(text), from: 0, to: line.length }] : []
})

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

/** The change that sets the title: replaces the first heading, or inserts one at the start. */
export function titleChange(doc: Text, title: string): { from: number; to: number; insert: string } {
  const found = headings(doc).find(isTitle)
  if (!found) return { from: 0, to: 0, insert: `# ${title}\n\n` }
  const { from, to } = found
  return { from, to, insert: `# ${title}` }
}

/** The title of a note is its first heading of the first level. */
export const isTitle = ({ level, text }: Heading) => level === 1 && text !== ""
export const titleOf = (all: readonly Heading[]) => all.find(isTitle)?.text
