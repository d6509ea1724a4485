/** One session of the shared document: text, undo, unsent edits, and the connection to the server. */
import { Text } from "@codemirror/state"
import type * as Y from "yjs"
import type { EditorPage } from "../note/page.ts"
import { newDoc } from "../patches/yjs-memory.ts"
import { Provider, type Watcher } from "../transport/provider.ts"
import { undoManager } from "./undo.ts"
import { Unsent } from "./unsent.ts"

/** The contents of a copy on this device. */
export interface Held {
  readonly doc: Y.Doc
  readonly unsent: Unsent
}

export interface Session {
  readonly doc: Y.Doc
  readonly text: Y.Text
  readonly undo: Y.UndoManager
  readonly unsent: Unsent
  readonly provider: Provider
  close(): void
}

/** The address to sync with. */
export function syncAddress(page: EditorPage): URL {
  const url = new URL(page.sync, location.href)
  url.searchParams.set("epoch", String(page.epoch))
  return url
}

export function openSession(page: EditorPage, watcher: Watcher, held?: Held): Session {
  const doc = held?.doc ?? newDoc()
  const text = doc.getText("body")
  const undo = undoManager(text)
  const unsent = held?.unsent ?? new Unsent(Text.empty)
  const provider = new Provider(doc, syncAddress(page), page.role, {
    ...watcher,
    sent: message => unsent.sent(message),
    saved: message => unsent.saved(message),
    rewound: () => unsent.rewound(),
  })
  if (!unsent.isEmpty) provider.owe()
  return {
    doc,
    text,
    undo,
    unsent,
    provider,
    close() {
      provider.destroy()
      doc.destroy()
    },
  }
}
