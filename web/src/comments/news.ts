/** What others have said since this device has last looked: counted on the buttons, and announced. */
import { remember, remembered } from "../screen/storage.ts"
import { t } from "../words.ts"
import { nameOf } from "./said.ts"
import type { Comment, Thread } from "./thread.ts"

const spoken = (threads: readonly Thread[]) => threads.flatMap(({ comments }) => comments)

const newest = (threads: readonly Thread[]) =>
  spoken(threads)
    .map(({ at }) => at)
    .sort()
    .at(-1) ?? ""

export class News {
  readonly #key: string
  /** The moment of the last word that was seen. */
  #seen: string | undefined
  /** The last word that was announced. */
  #told: string | undefined
  #voice: HTMLElement | undefined

  /** `note` is the id of the note. */
  constructor(note: string) {
    this.#key = `pochette.said.${note}`
  }

  get seen(): string {
    return this.#seen ?? ""
  }

  /** Takes in all threads: comments from before the first visit of this device are not new. */
  heard(threads: readonly Thread[]): void {
    this.#seen ??= remembered(this.#key) ?? newest(threads)
    const told = this.#told
    this.#told = newest(threads)
    if (told === undefined) return
    const come = spoken(threads).filter(({ at, is_mine }) => !is_mine && at > told)
    if (come.length > 0) this.#announce(come)
  }

  /** Marks all comments as seen. */
  see(threads: readonly Thread[]): void {
    this.#seen = newest(threads)
    remember(this.#key, this.#seen)
  }

  /** Draws how many are open, or new. */
  count(
    places: Iterable<HTMLElement>,
    threads: readonly Thread[],
    open: number,
    citesMe: (text: string) => boolean,
  ): void {
    const fresh = spoken(threads).filter(({ at, is_mine }) => !is_mine && at > this.seen)
    const unseen = fresh.length
    const cites = fresh.filter(({ text }) => citesMe(text)).length
    const count = t("comments.fresh", { count: unseen })
    const news = cites > 0 ? t("comments.freshCites", { fresh: count, count: cites }) : count
    for (const place of places) {
      place.hidden = open + unseen === 0
      const button = place.closest("button")
      // In the bar there is no room for more than a sign.
      const told = cites > 0 && button?.matches(".tool") ? `@ ${count}` : news
      place.textContent = unseen > 0 ? told : String(open)
      if (button) button.title = unseen > 0 ? news : ""
      place.classList.toggle("fresh", unseen > 0)
    }
    document.body.classList.toggle("unseen", unseen > 0)
    document.body.classList.toggle("cited", cites > 0)
  }

  /** To a screen reader, when it has nothing else to say. */
  #announce(come: readonly Comment[]): void {
    if (!this.#voice) {
      this.#voice = document.createElement("p")
      this.#voice.className = "vh"
      this.#voice.role = "status"
      document.body.append(this.#voice)
    }
    const [one] = come
    const names = [...new Set(come.map(nameOf))].join(", ")
    const text = come.length === 1 && one ? one.text : ""
    this.#voice.textContent = t("comments.arrived", { count: come.length, names, text })
  }
}
