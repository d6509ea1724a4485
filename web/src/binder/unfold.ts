/** Sections that unfold in place; which ones were, this device remembers for each classeur. */
import { remember, remembered } from "../screen/storage.ts"
import { t } from "../words.ts"
import { tellTimes } from "./dates.ts"
import { fetchPage, groupOf } from "./fetched.ts"
import { tell } from "./frame.ts"

const MOST_KEPT = 40

export class Unfolding {
  readonly #name: string
  readonly #list: HTMLElement

  constructor(list: HTMLElement, binder: string) {
    this.#list = list
    this.#name = `unfolded:${binder}`
    list.addEventListener("click", event => {
      const link = (event.target as Element).closest<HTMLAnchorElement>("[data-unfold]")
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      void this.#unfold(link, true)
    })
  }

  /** Unfolds what was unfolded at an earlier visit. */
  async restore(): Promise<void> {
    for (const key of this.#kept()) {
      const link = groupOf(this.#list, key)?.querySelector<HTMLAnchorElement>("[data-unfold]")
      if (link) await this.#unfold(link, false)
    }
  }

  async #unfold(link: HTMLAnchorElement, isPressed: boolean): Promise<void> {
    const group = link.closest<HTMLElement>(".group")
    const key = group?.dataset.key
    if (!group || key === undefined) return
    link.setAttribute("aria-busy", "true")
    const page = await fetchPage(link.href).catch(() => null)
    const whole = page && groupOf(page, key)
    if (!whole) {
      link.removeAttribute("aria-busy")
      if (isPressed) tell(t("list.noAnswer"))
      return
    }
    tellTimes(whole)
    const shown = new Set(
      [...group.querySelectorAll<HTMLElement>("[data-note]")].map(row => row.dataset.note),
    )
    const fresh = [...whole.querySelectorAll<HTMLElement>("[data-note]")].filter(
      row => !shown.has(row.dataset.note),
    )
    group.querySelector("ul")?.append(...fresh.map(row => document.importNode(row, true)))
    // Who went elsewhere meanwhile stays there; WebKit gives a link that is clicked no focus.
    const waits = document.activeElement === link || document.activeElement === document.body
    link.remove()
    this.#keep(key)
    if (isPressed) {
      if (waits) group.querySelector<HTMLElement>(`[data-note="${fresh[0]?.dataset.note}"] .row`)?.focus()
      tell(t("list.unfolded", { count: fresh.length }))
    }
  }

  #kept(): string[] {
    try {
      const found: unknown = JSON.parse(remembered(this.#name) ?? "[]")
      return Array.isArray(found) ? found.filter(key => typeof key === "string") : []
    } catch {
      return []
    }
  }

  #keep(key: string): void {
    const all = [...new Set([...this.#kept(), key])].slice(-MOST_KEPT)
    remember(this.#name, JSON.stringify(all))
  }
}
