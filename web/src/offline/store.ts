/** Keeps a note on this device, takes its copy up again, and lets it go; loaded only where someone asks for it. */
import type * as Y from "yjs"
import type { EditorPage } from "../note/page.ts"
import type { Unsent } from "../session/unsent.ts"
import { Copy } from "./copy.ts"
import { type Kept, keptNote, keptNotes, writeKept } from "./note-index.ts"
import { letGo } from "./set-aside.ts"
import { forgetShell, keepShell } from "./shell.ts"
import { erase } from "./unsent-record.ts"

interface Written {
  readonly doc: Y.Doc
  readonly unsent: Unsent
}

/** Begins to keep the note that the page shows. Raises where the browser stores nothing. */
export async function keep(page: EditorPage, written: Written): Promise<Copy> {
  const copy = await begin(page, written)
  await keepShell(page.note)
  void navigator.storage?.persist?.()
  return copy
}

/** The copy of a kept note. One of another epoch, or of somebody else, is put aside and an empty one begun. */
export async function recall(page: EditorPage): Promise<Copy | undefined> {
  const before = keptNote(page.note)
  if (!before) return undefined
  const isOurs = before.visitor === page.holder
  const kept =
    isOurs && before.copy.startsWith(stem(page)) ? { ...before, token: page.token } : fresh(page, before)
  writeKept(page.note, kept)
  if (!isOurs) await forgetPagesOfOthers(page.holder)
  return Copy.open(kept.copy)
}

/** The page has another address: the copy is the same. */
export function readdress(page: EditorPage): void {
  const kept = keptNote(page.note)
  if (kept) writeKept(page.note, { ...kept, token: page.token })
}

/** The same note goes on in another document: its copy follows, and the one before goes. */
export async function follow(page: EditorPage, written: Written, before: Copy): Promise<Copy> {
  const kept = keptNote(page.note)
  const copy = await begin(page, written)
  await before.close()
  if (kept) await letGo(page.note, kept.copy)
  return copy
}

/** The server will never take what is in the copy in use: the next page begins another. */
export async function putAside(page: EditorPage, copy: Copy): Promise<void> {
  await copy.write()
  const kept = keptNote(page.note)
  if (kept) writeKept(page.note, fresh(page, kept))
}

/** Nothing of the note stays on this device. */
export async function forget(note: string, copy?: Copy): Promise<void> {
  await copy?.close()
  const kept = keptNote(note)
  writeKept(note)
  await forgetShell(note)
  await Promise.all([...(kept?.old ?? []), ...(kept ? [kept.copy] : [])].map(erase))
}

async function begin(page: EditorPage, { doc, unsent }: Written): Promise<Copy> {
  const kept = fresh(page, keptNote(page.note))
  writeKept(page.note, kept)
  const copy = await Copy.open(kept.copy, doc, unsent)
  await copy.write()
  return copy
}

async function forgetPagesOfOthers(visitor: string): Promise<void> {
  for (const note of keptNotes()) if (keptNote(note)?.visitor !== visitor) await forgetShell(note)
}

const stem = (page: EditorPage): string => `pochette/${page.note}/${page.epoch}/`

function fresh(page: EditorPage, before?: Kept): Kept {
  return {
    token: page.token,
    visitor: page.holder,
    copy: stem(page) + crypto.randomUUID(),
    old: before ? [...before.old, before.copy] : [],
  }
}
