/** The list as it is by now: after a deed at once; otherwise rows change in place, and nothing moves under a finger. */
import { isOfDevice } from "../carry/of-device.ts"
import { tellTimes } from "./dates.ts"
import { fetchPage, Refused, roleIn } from "./fetched.ts"

const EVERY_MS = 20_000
/** What else of the page is told anew. */
const AROUND = [".chosen", ".rail", ".where small", ".foot"]

export class Refresh {
  #isBusy = false
  readonly #hold: () => () => void
  readonly #offer: (show: (() => void) | null) => void

  /**
   * `hold`: rows are about to be replaced; what it gives is called once they are. `offer`: the list has another order,
   * and may be shown by a press.
   */
  constructor(hold: () => () => void, offer: (show: (() => void) | null) => void) {
    this.#hold = hold
    this.#offer = offer
  }

  follow(): void {
    setInterval(() => void this.#look(), EVERY_MS)
    document.addEventListener("visibilitychange", () => void this.#look())
  }

  /** Shows the list of now, whatever is in its place. */
  async now(): Promise<void> {
    const page = await fetchPage(location.href).catch(() => null)
    if (page) this.#replace(page)
  }

  async #look(): Promise<void> {
    // A page of this device is followed by its own line.
    if (document.visibilityState !== "visible" || this.#isBusy || !navigator.onLine || isOfDevice()) return
    this.#isBusy = true
    const page = await fetchPage(location.href).catch(error => {
      // The link is over: what stands here was shown to who had it.
      if (error instanceof Refused && error.isOver) location.reload()
      return null
    })
    this.#isBusy = false
    if (!page || document.querySelector("[data-editing]")) return
    // Another right has another page: what it does not give is not offered any longer.
    if (roleIn(page) !== roleIn(document)) return location.reload()
    const here = rowsOf(document)
    const there = rowsOf(page)
    // Unfolded and followed rows are here and not there.
    const same = [...there.keys()].every((id, place, all) => place === 0 || isAfter(here, all[place - 1], id))
    if (same && [...there.keys()].every(id => here.has(id))) {
      tellTimes(page)
      for (const [id, row] of there) patch(here.get(id), row)
      around(page)
      this.#offer(null)
    } else if (isLeft()) this.#replace(page)
    else this.#offer(() => this.#replace(page))
  }

  #replace(page: Document): void {
    const list = page.getElementById("listed")
    const place = document.getElementById("listed")
    if (!list || !place) return
    tellTimes(list)
    const drawn = this.#hold()
    place.replaceChildren(...[...list.childNodes].map(node => document.importNode(node, true)))
    around(page)
    this.#offer(null)
    drawn()
  }
}

function around(page: Document): void {
  for (const part of AROUND) {
    const here = document.querySelector(part)
    const there = page.querySelector(part)
    if (here && there && !here.contains(document.activeElement) && here.innerHTML !== there.innerHTML)
      here.replaceChildren(...[...there.childNodes].map(node => document.importNode(node, true)))
  }
}

function patch(here: HTMLElement | undefined, there: HTMLElement): void {
  const row = here?.querySelector(".row")
  const fresh = there.querySelector(".row")
  if (row && fresh && row.innerHTML !== fresh.innerHTML)
    row.replaceChildren(...[...fresh.childNodes].map(node => document.importNode(node, true)))
}

function rowsOf(part: ParentNode): Map<string, HTMLElement> {
  const rows = part.querySelectorAll<HTMLElement>("[data-note]")
  return new Map([...rows].map(row => [row.dataset.note ?? "", row]))
}

function isAfter(rows: ReadonlyMap<string, HTMLElement>, one: string | undefined, other: string): boolean {
  const [before, after] = [rows.get(one ?? ""), rows.get(other)]
  if (!before || !after) return false
  return Boolean(before.compareDocumentPosition(after) & Node.DOCUMENT_POSITION_FOLLOWING)
}

/** Whether nobody points at the list, reads it by keys or has chosen in it. */
function isLeft(): boolean {
  const list = document.getElementById("listed")
  return (
    list !== null &&
    !list.matches(":hover") &&
    !list.contains(document.activeElement) &&
    !document.querySelector(".pick input:checked, [popover]:popover-open, dialog[open]") &&
    (document.querySelector(".main")?.scrollTop ?? 0) + scrollY < 40
  )
}
