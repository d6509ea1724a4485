/** What opens the search: Ctrl+K, `/` outside of fields, the field of the bar. The dialog is loaded then. */
import type { Here } from "./here.ts"

const FIELDS = "input:not([type=checkbox]), textarea, select, [contenteditable]"
const OVER = "dialog[open], [popover]:popover-open"

/** Gives what was typed before the dialog was there, once. */
export type Take = () => string

/** For a page that is read from a network; the editor has a part. */
export function search(here: Here): void {
  searchKeys(async take => {
    try {
      ;(await import("./dialog.ts")).openSearch(here, take)
    } catch {
      // The page of the search works without script.
      if (navigator.onLine) location.assign("/search")
    }
  })
}

export function searchKeys(open: (take: Take) => unknown): void {
  addEventListener("keydown", event => {
    if (event.defaultPrevented || event.isComposing || !asks(event)) return
    event.preventDefault()
    open(() => "")
  })
  for (const field of document.querySelectorAll<HTMLElement>("[data-seek]")) offer(field, open)
}

/** A form with a field, whose words go along, or a link. */
function offer(field: HTMLElement, open: (take: Take) => unknown): void {
  const input = field.querySelector("input")
  const take = () => {
    const typed = input?.value ?? ""
    if (input) input.value = ""
    return typed
  }
  const begin = (event: Event) => {
    if ((event as InputEvent).isComposing) return
    event.preventDefault()
    open(take)
  }
  for (const name of ["click", "submit", "input", "compositionend"]) field.addEventListener(name, begin)
}

function asks({ key, ctrlKey, metaKey, altKey, shiftKey, target }: KeyboardEvent): boolean {
  if (altKey || document.querySelector(OVER)) return false
  if (ctrlKey || metaKey) return key.toLowerCase() === "k" && !shiftKey
  // Shift: on many keyboards `/` is a letter above another one.
  return key === "/" && !(target as Element).closest(FIELDS)
}
