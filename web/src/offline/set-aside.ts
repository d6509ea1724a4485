/** Shows the unsent text of copies that can never merge. Also loaded on the page of a closed link. */

import type { Key } from "../words.ts"
import { keptNote, keptNotes, writeKept } from "./note-index.ts"
import { showRescued } from "./rescued.ts"
import { forgetShell } from "./shell.ts"
import { erase, unsentOf } from "./unsent-record.ts"

/** Shows the set-aside copies of an open note; `unsentIn` reads their text. Copies without unsent text are erased. */
export async function showAside(note: string, unsentIn: (name: string) => Promise<string>): Promise<void> {
  for (const name of keptNote(note)?.old ?? [])
    await rescue(await unsentIn(name), "rescued.epoch", () => letGo(note, name))
}

/** The link of a kept note was closed, or only reads now: its copies are erased once their unsent text was shown. */
export async function showClosed(token: string, why: Key = "rescued.closed"): Promise<void> {
  for (const note of keptNotes()) {
    const kept = keptNote(note)
    if (kept?.token !== token) continue
    await forgetShell(note)
    writeKept(note, { ...kept, old: [...new Set([...kept.old, kept.copy])] })
    for (const name of keptNote(note)?.old ?? [])
      await rescue(await unsentOf(name), why, async () => {
        await letGo(note, name)
        if (keptNote(note)?.old.length === 0) writeKept(note)
      })
  }
}

/** Erases everything of a note, whose copy is open nowhere. */
export async function eraseAll(note: string): Promise<void> {
  const kept = keptNote(note)
  writeKept(note)
  await forgetShell(note)
  await Promise.all([...(kept?.old ?? []), ...(kept ? [kept.copy] : [])].map(erase))
}

/** Erases a copy that was put aside. */
export async function letGo(note: string, name: string): Promise<void> {
  const kept = keptNote(note)
  if (kept) writeKept(note, { ...kept, old: kept.old.filter(old => old !== name) })
  await erase(name)
}

async function rescue(text: string, why: Key, done: () => Promise<void>): Promise<void> {
  if (text) showRescued(text, why, () => void done())
  else await done()
}
