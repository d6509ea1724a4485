/** Keys of other programs: Ctrl+S says the save state, Ctrl+U and Ctrl+D once what there is in their place. Part. */
import type { Extension } from "@codemirror/state"
import { ViewPlugin } from "@codemirror/view"
import { at } from "../screen/page.ts"
import { toast } from "../screen/toast.ts"
import { t } from "../words.ts"

/** In Word and Docs these underline, and open the face of the letters. */
const INSTEAD = { u: "title.underline", d: "title.face" } as const

/** They work wherever the focus is, as long as the text is there. */
export const browserKeys: Extension = ViewPlugin.define(() => {
  const listening = new AbortController()
  const told = new Set<string>()
  addEventListener("keydown", event => take(event, told), { signal: listening.signal })
  return { destroy: () => listening.abort() }
})

function take(event: KeyboardEvent, told: Set<string>): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
  const key = event.key.toLowerCase()
  if (key === "s") {
    event.preventDefault()
    saySaved()
  } else if (key === "u" || key === "d") {
    // Afterwards Ctrl+D is the browser's bookmark; Ctrl+U would show the page as code.
    if (key === "u" || !told.has(key)) event.preventDefault()
    if (!told.has(key)) toast(t(INSTEAD[key]))
    told.add(key)
  }
}

/** What the header says, and why; while it is saving, once more when that has ended. */
function saySaved(): void {
  const state = at("state")
  const isSaving = state.dataset.state === "saving"
  const label = state.querySelector("[data-label=long]")?.textContent ?? ""
  const banner = document.querySelector<HTMLElement>("#banner:not([hidden]) .long")?.textContent ?? ""
  toast(state.dataset.state === "saved" ? t("title.saved") : [label, banner].filter(Boolean).join(". "))
  if (!isSaving) return
  const watching = new MutationObserver(() => {
    watching.disconnect()
    saySaved()
  })
  watching.observe(state, { attributeFilter: ["data-state"] })
}
