/** Creates, reopens and erases the copy of a note. Loaded only for notes that are kept. */
import type * as Y from "yjs"
import type { EditorPage } from "../note/page.ts"
import type { Unsent } from "../session/unsent.ts"
import { Copy } from "./copy.ts"
import { type Kept, keptNote, keptNotes, writeKept } from "./note-index.ts"
import { eraseAll, letGo } from "./set-aside.ts"
import { forgetShell, keepShell } from "./shell.ts"

interface Written {
  readonly doc: Y.Doc
  readonly unsent: Unsent
}

/** Keeps the open note on this device. Throws where the browser refuses storage. */
export async function keep(page: EditorPage, written: Written): Promise<Copy> {
  const copy = await begin(page, written)
  await keepShell(page.note)
  void navigator.storage?.persist?.()
  return copy
}

/** Opens the copy of a kept note. A copy of another epoch or visitor is set aside, and an empty one created. */
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

/** Records the new address of the page for the same copy. */
export function readdress(page: EditorPage): void {
  const kept = keptNote(page.note)
  if (kept) writeKept(page.note, { ...kept, token: page.token })
}

/** Replaces the copy after the note continued in another document. */
export async function follow(page: EditorPage, written: Written, before: Copy): Promise<Copy> {
  const kept = keptNote(page.note)
  const copy = await begin(page, written)
  await before.close()
  if (kept) await letGo(page.note, kept.copy)
  return copy
}

/** Sets the copy aside, as the server will never take it: the next page creates another one. */
export async function putAside(page: EditorPage, copy: Copy): Promise<void> {
  await copy.write()
  const kept = keptNote(page.note)
  if (kept) writeKept(page.note, fresh(page, kept))
}

/** Erases everything of the note on this device. */
export async function forget(note: string, copy?: Copy): Promise<void> {
  await copy?.close()
  await eraseAll(note)
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
