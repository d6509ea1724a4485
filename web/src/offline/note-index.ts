/** Index of the notes that are kept on this device, in `localStorage`: read before anything else is loaded. */

export interface Kept {
  /** The link to the note, and its visitor: the copy of another visitor is never opened. */
  readonly token: string
  readonly visitor: string
  /** The database of the copy in use. */
  readonly copy: string
  /** Set-aside copies, which must not merge any more; their unsent text is shown until the person erases it. */
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

/** Throws where the browser has no storage. */
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
