/** How the page of a note that begins is opened; other pages load nothing of it. */
import type { Extension } from "@codemirror/state"
import type { Editor } from "./editor.ts"

/** What makes the first words a title; nothing for a note that does not begin. */
export async function loadBeginning(editor: Editor): Promise<Extension> {
  const begin = editor.page.begins ? await import("../title/begin.ts").catch(() => undefined) : undefined
  if (!begin) return []
  const isNew = new URLSearchParams(location.search).get("new")
  // The address that people copy says nothing of a beginning.
  if (isNew !== null) history.replaceState(history.state, "", location.pathname + location.hash)
  editor.use({ opened: view => begin.putCaret(view, isNew) })
  return begin.beginning()
}
