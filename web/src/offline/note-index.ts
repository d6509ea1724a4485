/** Which notes are kept on this device: a line of the browser's memory for each, read before anything is loaded. */

export interface Kept {
  /** The link that opens the note, and who holds it here: a copy of somebody else's is never taken up. */
  readonly token: string
  readonly visitor: string
  /** The database of the copy in use. */
  readonly copy: string
  /** Copies that must not merge any more; what of them was never sent is shown until the person erases it. */
  readonly old: readonly string[]
}

const PREFIX = "pochette.kept."

export function keptNote(note: string): Kept | undefined {
  try {
    const line = localStorage.getItem(PREFIX + note)
    return line ? (JSON.parse(line) as Kept) : undefined
  } catch {
    return undefined
  }
}

/** Raises where the browser has no memory. */
export function writeKept(note: string, kept?: Kept): void {
  if (kept) localStorage.setItem(PREFIX + note, JSON.stringify(kept))
  else localStorage.removeItem(PREFIX + note)
}

export function keptNotes(): string[] {
  try {
    return Object.keys(localStorage)
      .filter(key => key.startsWith(PREFIX))
      .map(key => key.slice(PREFIX.length))
  } catch {
    return []
  }
}
