/** What was said of notes until what is taken along says it too, in `localStorage`: written before the server is asked, so that a tunnel behind the next bend has it. */

import { remember, remembered } from "../screen/storage.ts"
import { wishes } from "./wishes.ts"

const LATELY = "pochette.said.lately"
/** Older ones give way. */
const MOST = 300

export interface Word {
  readonly note: string
  readonly do: "read" | "undo"
  /** By the clock of this device, in ms. */
  readonly at: number
  /** What is taken along and does not say it yet, by its address. */
  readonly lacking: readonly string[]
}

/** The last word on a note counts. Nothing is written where nothing is taken along. */
export function keepWord(note: string, said: Word["do"]): void {
  const lacking = Object.keys(wishes())
  if (lacking.length > 0) write([...others(note), { note, do: said, at: Date.now(), lacking }].slice(-MOST))
}

/** The server has refused it. */
export const dropWord = (note: string): void => write(others(note))

/** What the pages below an address do not say yet, by note. */
export const wordsFor = (base: string): ReadonlyMap<string, Word["do"]> =>
  new Map(words().flatMap(word => (word.lacking.includes(base) ? [[word.note, word.do]] : [])))

/** All below an address is as the server had it at `asked`, by the clock of this device. */
export function isRenewed(base: string, asked: number): void {
  const left = words().map(word =>
    word.at < asked ? { ...word, lacking: word.lacking.filter(one => one !== base) } : word,
  )
  write(left.filter(({ lacking }) => lacking.length > 0))
}

const others = (note: string): Word[] => words().filter(word => word.note !== note)

function words(): Word[] {
  try {
    const read: unknown = JSON.parse(remembered(LATELY) ?? "[]")
    return Array.isArray(read) ? read : []
  } catch {
    return []
  }
}

function write(all: readonly Word[]): void {
  if (all.length > 0 || remembered(LATELY) !== null)
    remember(LATELY, all.length > 0 ? JSON.stringify(all) : null)
}
