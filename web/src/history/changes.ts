/** The changes between two moments, by passage, with place and author. */
import { Text } from "@codemirror/state"
import { headings } from "../text/headings.ts"
import type { Part } from "./compare.ts"

export interface Passage {
  /** Its places in the text that holds both moments, and among the parts. */
  readonly from: number
  readonly to: number
  readonly parts: readonly [first: number, after: number]
  readonly person: number
  readonly heading: string
  readonly went: string
  readonly came: string
}

export interface Changes {
  readonly passages: readonly Passage[]
  readonly wordsCame: number
  readonly wordsWent: number
}

const words = (text: string) => text.match(/[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*/gu)?.length ?? 0

/** `person`: only what this one did. */
export function changesIn(parts: readonly Part[], person?: number): Changes {
  const all = headings(
    Text.of(
      parts
        .map(({ text }) => text)
        .join("")
        .split("\n"),
    ),
  )
  const passages: Passage[] = []
  let [at, wordsCame, wordsWent] = [0, 0, 0]
  parts.forEach((part, n) => {
    const from = at
    at += part.text.length
    if (part.kind === "same" || (person !== undefined && part.person !== person)) return
    if (part.kind === "came") wordsCame += words(part.text)
    else wordsWent += words(part.text)
    const before = passages.at(-1)
    const said = part.kind === "came" ? { came: part.text } : { went: part.text }
    // A deletion and the insertion in its place are one change.
    if (before?.parts[1] === n && before.came === "" && part.kind === "came")
      passages[passages.length - 1] = {
        ...before,
        ...said,
        to: at,
        parts: [before.parts[0], n + 1],
        person: part.person,
      }
    else {
      const heading = all.findLast(one => one.from <= from)?.text ?? ""
      passages.push({
        from,
        to: at,
        parts: [n, n + 1],
        person: part.person,
        heading,
        went: "",
        came: "",
        ...said,
      })
    }
  })
  return { passages: passages.filter(({ went, came }) => (went + came).trim()), wordsCame, wordsWent }
}

/** The later text with one passage as it was in the earlier one. */
export function without(parts: readonly Part[], { parts: [first, after] }: Passage): string {
  return parts
    .map(({ kind, text }, n) => (n >= first && n < after ? kind !== "came" : kind !== "went") && text)
    .filter(Boolean)
    .join("")
}
