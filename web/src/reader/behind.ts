/** What a page to read loads behind its text: the search, what is taken along, what has changed, what was kept. */
import { carrying } from "../carry/begin.ts"
import { keptNote } from "../offline/note-index.ts"
import { searchFrom } from "../search/reading.ts"
import { begin } from "../since/begin.ts"

/** `said` is heard. */
export function behind(text: HTMLElement, note: string, said: HTMLElement): void {
  // The link once let them write, and this device kept the note.
  const [, , token = ""] = location.pathname.split("/")
  if (!document.getElementById("edit") && keptNote(note)?.token === token)
    void import("../offline/set-aside.ts").then(({ showClosed }) => showClosed(token, "rescued.readOnly"))
  searchFrom(text, note)
  carrying()
  begin(text, note, said)
}
