/** Keys and input of the margin: from card to card, from anywhere too, Escape back to the text; what is written is kept. */
import type { Drafts } from "./drafts.ts"

interface Does {
  /** Escape. */
  leave(): void
  /** Arrows on a card, not in a field; Ctrl, Alt and the keys of pages anywhere. */
  step(by: 1 | -1): void
  /** Enter on a card. */
  choose(id: string): void
  /** Something that is drawn has changed by input. */
  changed(): void
}

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 }
const PAGES: Readonly<Record<string, 1 | -1>> = { PageDown: 1, PageUp: -1 }

export function wireKeys(inside: HTMLElement, drafts: Drafts, does: Does): void {
  inside.addEventListener("input", ({ target }) => {
    const { form, name, value } = target as HTMLTextAreaElement
    const { draft, say } = form?.dataset ?? {}
    if (say && name === "text") drafts.write(say, value)
    if (!draft || (name !== "text" && name !== "proposed")) return
    drafts.change(draft, { [name]: value })
    // Whether it says something else than the passage.
    if (name === "proposed") does.changed()
  })
  inside.addEventListener("keydown", event => {
    if (event.isComposing || event.defaultPrevented) return
    if (event.key === "Escape") {
      event.preventDefault()
      return does.leave()
    }
    const card = event.target as HTMLElement
    if (!card.matches("[data-card]")) return
    const step = STEPS[event.key]
    if (!step && event.key !== "Enter") return
    event.preventDefault()
    if (step) does.step(step)
    else does.choose(card.dataset.card ?? "")
  })
  addEventListener("keydown", event => {
    const step = PAGES[event.key]
    const isOurs = step && (event.ctrlKey || event.metaKey) && event.altKey && !event.shiftKey
    if (!isOurs || event.isComposing || document.querySelector("dialog:modal")) return
    event.preventDefault()
    does.step(step)
  })
}
