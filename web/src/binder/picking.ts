/** Which notes of the list are chosen, by their checkboxes; the bar at the foot says how many. */
import { t } from "../words.ts"

export class Picking {
  readonly #form: HTMLFormElement
  readonly #count: HTMLElement | null
  /** Where a range begins that a press with Shift ends. */
  #from: HTMLInputElement | undefined

  constructor(form: HTMLFormElement) {
    this.#form = form
    this.#count = form.querySelector("#picked-count")
    for (const button of form.querySelectorAll<HTMLElement>("[data-do=folder], [data-do=none]"))
      button.hidden = false
    document.body.classList.add("picks")
    // On a telephone there are no boxes until they are asked for.
    const start = document.getElementById("pick-several")
    if (start) {
      start.hidden = false
      start.addEventListener("click", () => {
        document.body.classList.add("picking")
        this.#boxes()[0]?.focus()
      })
    }
    document.addEventListener("change", ({ target }) => isBox(target) && this.show())
    document.addEventListener("click", event => {
      if (!isBox(event.target)) return
      if (event.shiftKey && this.#from) this.#fill(this.#from, event.target)
      this.#from = event.target
    })
    // A page that comes back from the browser's memory has its boxes as they were.
    addEventListener("pageshow", () => this.show())
    this.show()
  }

  get ids(): string[] {
    return this.#boxes()
      .filter(box => box.checked)
      .map(box => box.value)
  }

  toggle(id: string): void {
    const box = this.#boxes().find(box => box.value === id)
    if (!box) return
    box.checked = !box.checked
    this.show()
  }

  clear(): void {
    for (const box of this.#boxes()) box.checked = false
    document.body.classList.remove("picking")
    this.show()
  }

  /** Chooses these again once the list was drawn anew, beside what is chosen by then; gives those that are not there. */
  keep(ids: readonly string[]): string[] {
    const boxes = this.#boxes().filter(box => ids.includes(box.value))
    for (const box of boxes) box.checked = true
    this.show()
    return ids.filter(id => !boxes.some(box => box.value === id))
  }

  show(): void {
    const count = this.ids.length
    this.#form.hidden = count === 0
    document.body.classList.toggle("picked-some", count > 0)
    if (this.#count && count) this.#count.textContent = t("list.picked", { count })
  }

  #fill(from: HTMLInputElement, to: HTMLInputElement): void {
    const boxes = this.#boxes()
    const ends = [boxes.indexOf(from), boxes.indexOf(to)].sort((one, other) => one - other)
    if (ends[0] === -1) return
    for (const box of boxes.slice(ends[0], (ends[1] ?? 0) + 1)) box.checked = to.checked
  }

  #boxes(): HTMLInputElement[] {
    return [...document.querySelectorAll<HTMLInputElement>(".pick input")]
  }
}

const isBox = (target: EventTarget | null): target is HTMLInputElement =>
  target instanceof HTMLInputElement && target.matches(".pick input")
