/** Finds places line by line outside of fenced code, and caches the results by piece of the text. */
import type { Text } from "@codemirror/state"

export interface Place {
  readonly from: number
  readonly to: number
}

interface Read<Found> {
  /** The fence that stands open before the piece, and the one after it. */
  readonly before: string
  readonly after: string
  /** With places from the start of the piece. */
  readonly found: readonly Found[]
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/

/** `find` gives the places in one line, relative to its start. */
export function finder<Found extends Place>(
  find: (line: string) => readonly Found[],
): (doc: Text) => readonly Found[] {
  const known = new WeakMap<Text, Read<Found>>()

  const readLines = (piece: Text, before: string): Read<Found> => {
    const found: Found[] = []
    let after = before
    let start = 0
    for (const line of piece.iterLines()) {
      const bar = FENCE.exec(line)?.[1]
      if (bar && (!after || bar.startsWith(after))) after = after ? "" : bar
      else if (!after) add(found, find(line), start)
      start += line.length + 1
    }
    return { before, after, found }
  }
  const read = (piece: Text, before: string): Read<Found> => {
    const last = known.get(piece)
    if (last?.before === before) return last
    const now = piece.children ? readParts(piece.children, before) : readLines(piece, before)
    known.set(piece, now)
    return now
  }
  const readParts = (parts: readonly Text[], before: string): Read<Found> => {
    const found: Found[] = []
    let after = before
    let start = 0
    for (const part of parts) {
      const inside = read(part, after)
      add(found, inside.found, start)
      after = inside.after
      start += part.length + 1
    }
    return { before, after, found }
  }
  return doc => read(doc, "").found
}

function add<Found extends Place>(to: Found[], more: readonly Found[], start: number): void {
  for (const one of more) to.push({ ...one, from: one.from + start, to: one.to + start })
}
