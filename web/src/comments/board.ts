/** The cards in the order of the text, and where their passages stand, between one look at the shared text and the next. */
import type { ChangeDesc } from "@codemirror/state"
import type { Text } from "yjs"
import type { Draft } from "./drafts.ts"
import type { Anchored } from "./margin.ts"
import type { Marked } from "./marks.ts"
import { placesOf } from "./places.ts"
import type { Entry, Side } from "./shown.ts"
import type { Place, Thread } from "./thread.ts"

/** Whether a thread is at a passage, and listed on that side. */
export const isOn = ({ kind, state }: Thread, side: Side): boolean =>
  kind !== "talk" && (state === "open" ? "open" : "ended") === side

export class Board {
  entries: readonly Entry[] = []
  #places = new Map<string, Place>()
  /** The edits since the passages were last found. */
  #since: ChangeDesc | undefined

  place(id: string | undefined): Place | undefined {
    return this.#places.get(id ?? "")
  }

  has(id: string | undefined): boolean {
    return this.entries.some(entry => entry.id === id)
  }

  moved(changes: ChangeDesc): void {
    this.#since = this.#since ? this.#since.composeDesc(changes) : changes
  }

  /** Finds all passages anew, and lists the cards of a side. */
  find(text: Text, threads: readonly Thread[], begun: readonly Draft[], side: Side): void {
    const all = [...threads, ...begun]
    const places = placesOf(text, all)
    this.#since = undefined
    this.#places = new Map()
    for (const [number, { id }] of all.entries()) {
      const place = places[number]
      if (place) this.#places.set(id, place)
    }
    const listed = threads
      .filter(thread => isOn(thread, side))
      .map(thread => {
        const place = this.place(thread.id)
        return { id: thread.id, thread, isGone: !place || place.from === place.to }
      })
    const drafts = side === "open" ? begun.map(draft => ({ id: draft.id, draft })) : []
    const at = ({ id }: Entry) => this.place(id)?.from ?? Number.MAX_SAFE_INTEGER
    this.entries = [...listed, ...drafts].sort((one, other) => at(one) - at(other))
  }

  /** Passages to mark: those of open threads, of the current one, and of what is being begun. */
  marks(threads: readonly Thread[], begun: readonly Draft[], current: string | undefined): Marked[] {
    const said = threads
      .filter(thread => isOn(thread, "open") || thread.id === current)
      .map(({ id }) => ({ id, thread: id, isCurrent: id === current }))
    const drafts = begun.map(({ id }) => ({ id, thread: "", isCurrent: true }))
    return [...said, ...drafts].flatMap(({ id, ...of }) => {
      const place = this.place(id)
      return place ? [{ ...place, ...of }] : []
    })
  }

  /** Where the cards belong in a text of that length; one whose passage is not known, at its end. */
  anchored(length: number): Anchored[] {
    const now = (at: number | undefined, side: number) =>
      at === undefined ? length : (this.#since?.mapPos(at, side) ?? at)
    return this.entries.map(({ id }) => {
      const place = this.place(id)
      return { id, from: now(place?.from, 1), to: now(place?.to, -1) }
    })
  }

  /** The card before or behind another one, or, where that is not listed, a place of the text; it goes round at the ends. */
  next(id: string | undefined, by: 1 | -1, caret: number): string | undefined {
    const all = this.entries
    const at = all.findIndex(entry => entry.id === id)
    if (at >= 0) return all.at((at + by) % all.length)?.id
    const from = (entry: Entry) => this.place(entry.id)?.from ?? Number.MAX_SAFE_INTEGER
    const found =
      by > 0 ? all.find(entry => from(entry) >= caret) : all.findLast(entry => from(entry) < caret)
    return (found ?? all.at(by > 0 ? 0 : -1))?.id
  }

  /** The first card at or behind a place of the text, else the first of all. */
  from(at: number): string | undefined {
    return (this.entries.find(({ id }) => (this.place(id)?.from ?? -1) >= at) ?? this.entries[0])?.id
  }
}
