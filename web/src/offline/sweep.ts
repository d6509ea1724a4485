/** Erases what is kept of notes that this device opened as one of somebody's, when it was taken from them since. */
import { keptNote, keptNotes } from "./note-index.ts"
import { eraseAll } from "./set-aside.ts"

/** Asks for each kept note; what was not sent goes with it, as on any device that is declared stolen. */
export async function sweep(): Promise<void> {
  for (const note of keptNotes()) if (await isPutOut(keptNote(note)?.token)) await eraseAll(note)
}

/** Without a network nothing is known. */
async function isPutOut(token: string | undefined): Promise<boolean> {
  // Nobody looks at the note, so nothing is written down of it.
  const headers = { accept: "application/json", "Pochette-Carry": "1" }
  const answer = await fetch(`/n/${token}`, { headers }).catch(() => undefined)
  if (answer?.status === 403) return ((await answer.json()) as Refused).error?.code === "put_out"
  await answer?.body?.cancel()
  return false
}

interface Refused {
  readonly error?: { readonly code: string }
}
