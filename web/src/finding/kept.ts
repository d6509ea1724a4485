/** Search without a network: in the notes that are kept on this device. */
import { keptNote, keptNotes } from "../offline/note-index.ts"
import { keptText } from "../offline/unsent-record.ts"
import type { Found, Result } from "./ask.ts"
import { type Scanned, scan, wanted } from "./scan.ts"

const MOST = 20

/** Notes whose page opens without a network: neither closed, nor behind a password, nor of another visitor. */
async function openable(): Promise<string[]> {
  try {
    const cached = new Set(await caches.keys())
    return keptNotes().filter(note => cached.has(`kept/${note}`))
  } catch {
    return []
  }
}

export async function findKept(typed: string): Promise<Found> {
  const notes = await openable()
  const terms = wanted(typed)
  const results: Result[] = []
  for (const note of notes) {
    const kept = keptNote(note)
    const found = kept && scan(await keptText(kept.copy), terms)
    if (kept && found) results.push(result(note, `/n/${kept.token}`, found))
  }
  return {
    notes: results.length,
    passages: results.reduce((sum, { passages, more }) => sum + passages.length + more, 0),
    is_whole: true,
    looked: notes.length,
    typed: [],
    words: typed,
    results: results.slice(0, MOST),
    next: null,
    building: null,
    facets: { themes: [], people: [] },
  }
}

function result(note: string, url: string, { title, passages }: Scanned): Result {
  return {
    note,
    url,
    title,
    theme: "",
    tab: 0,
    status: "",
    binder: null,
    by: null,
    changed_at: "",
    archived: false,
    passages,
    more: 0,
  }
}
