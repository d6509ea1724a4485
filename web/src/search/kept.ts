/** Search without a network: in the notes that are kept on this device, and those that are taken along. */

import type { Text } from "../carry/texts.ts"
import { hasWishes } from "../carry/wishes.ts"
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

async function carried(): Promise<readonly Text[]> {
  if (!hasWishes()) return []
  try {
    return await (await import("../carry/texts.ts")).texts()
  } catch {
    return []
  }
}

export async function findKept(typed: string): Promise<Found> {
  const [notes, taken] = await Promise.all([openable(), carried()])
  const terms = wanted(typed)
  const results: Result[] = []
  for (const note of notes) {
    const kept = keptNote(note)
    const found = kept && scan(await keptText(kept.copy), terms)
    if (kept && found) results.push(result(note, `/n/${kept.token}`, found))
  }
  const others = taken.filter(({ note }) => !notes.includes(note))
  for (const { note, url, lines } of others) {
    const found = scan(lines, terms)
    if (found) results.push(result(note, url, found))
  }
  return {
    notes: results.length,
    passages: results.reduce((sum, { passages, more }) => sum + passages.length + more, 0),
    is_whole: true,
    looked: notes.length + others.length,
    isCarried: others.length > 0,
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
