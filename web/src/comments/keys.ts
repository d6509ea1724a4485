/** Keys and input in the margin: Escape goes back to the text, arrows go from card to card, what is written is kept. */
import type { Drafts } from "./drafts.ts"

interface Does {
  /** Escape. */
  leave(): void
  /** Arrows on a card, not in a field. */
  step(by: number): void
  /** Something that is drawn has changed by input. */
  changed(): void
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

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
    const step = STEPS[event.key]
    if (!step || !(event.target as Element).matches("[data-card]")) return
    event.preventDefault()
    does.step(step)
  })
}
