/** The list of a classeur: local times, sections that unfold, more rows as one scrolls, keys, several at once. */
import { hang } from "../screen/popup.ts"
import { tellTimes } from "./dates.ts"
import { following } from "./following.ts"
import type { BinderPage } from "./frame.ts"
import { Unfolding } from "./unfold.ts"

export function list(page: BinderPage): void {
  const notes = document.getElementById("notes")
  const by = document.getElementById("by")
  const opener = document.querySelector("[popovertarget=by]")
  if (by && opener) hang(by, opener)
  if (!notes) return
  tellTimes(notes)
  following(notes)
  void new Unfolding(notes, page.binder).restore()
}
