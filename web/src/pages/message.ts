/** The page of a notice or an error: shares a message that asks for another link. */
import "./message.css"
import { keptNote, keptNotes } from "../offline/note-index.ts"
import { tellBusy } from "../screen/busy.ts"
import { copyFrom } from "../screen/copy-button.ts"
import { search } from "../search/search.ts"

const asking = document.getElementById("asking")?.textContent
const send = document.getElementById("send")
const copy = document.getElementById("copy")
const told = document.getElementById("told")

const token = location.pathname.split("/")[2] ?? ""
// The link is closed, and this device kept its note.
if (asking && keptNotes().some(note => keptNote(note)?.token === token))
  void import("../offline/set-aside.ts").then(({ showClosed }) => showClosed(token))
else if (keptNotes().length) void import("../offline/sweep.ts").then(({ sweep }) => sweep())

if (asking && send && copy && told) {
  send.parentElement?.removeAttribute("hidden")
  send.hidden = !("share" in navigator)
  copy.classList.toggle("primary", send.hidden)
  // A rejection means that the person cancelled.
  send.addEventListener("click", () => void navigator.share({ text: asking }).catch(() => undefined))
  copy.addEventListener("click", () => void copyFrom(copy, asking, told))
}

search({})
tellBusy()
