/** Keys by which a browser would open a window of its own: Ctrl+S says the save state, Ctrl+U that nothing is underlined. Part. */
import type { Extension } from "@codemirror/state"
import { ViewPlugin } from "@codemirror/view"
import { at } from "../screen/page.ts"
import { toast } from "../screen/toast.ts"
import { t } from "../words.ts"

/** They work wherever the focus is, as long as the text is there. */
export const browserKeys: Extension = ViewPlugin.define(() => {
  const listening = new AbortController()
  addEventListener("keydown", take, { signal: listening.signal })
  return { destroy: () => listening.abort() }
})

function take(event: KeyboardEvent): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
  const key = event.key.toLowerCase()
  if (key !== "s" && key !== "u") return
  event.preventDefault()
  if (key === "u") toast(t("title.underline"))
  else saySaved()
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
