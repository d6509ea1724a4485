/** Index of the notes that are kept on this device, in `localStorage`: read before anything else is loaded. */
import { remember, remembered, store, storedKeys } from "../screen/storage.ts"

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
    const line = remembered(PREFIX + note)
    return line ? (JSON.parse(line) as Kept) : undefined
  } catch {
    return undefined
  }
}

/** Throws where the browser refuses to store it. */
export function writeKept(note: string, kept?: Kept): void {
  if (kept) store(PREFIX + note, JSON.stringify(kept))
  else remember(PREFIX + note, null)
}

export function keptNotes(): string[] {
  return storedKeys(PREFIX).map(key => key.slice(PREFIX.length))
}
