/** Links to other notes: the list behind `[[`, and addresses that a text names without the right they give. Part. */
import type { Extension } from "@codemirror/state"
import type { UndoManager } from "yjs"
import type { EditorPage } from "../note/page.ts"
import { titlesList } from "./list.ts"
import { replaceAddresses } from "./watch.ts"

export function noteLinks(page: EditorPage, undo: () => UndoManager): Extension {
  const hosts = [...new Set([location.host, new URL(page.origin).host])]
  return [titlesList(`/n/${page.token}`), replaceAddresses(hosts, undo)]
}
