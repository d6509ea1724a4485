/** Comments go along with text that is cut and pasted, dragged, moved by keys or brought back by undo. */
import type { EditorView, ViewUpdate } from "@codemirror/view"
import { ySyncAnnotation } from "y-codemirror.next"
import type { Text } from "yjs"
import { ask } from "../screen/ask.ts"
import { type Letter, letterAt } from "../text/letters.ts"
import { type Clip, readClip, watchClipboard } from "./clip.ts"
import { marksIn } from "./marks.ts"
import { type Standing, standings } from "./places.ts"
import { type Place, placeOf, type Thread } from "./thread.ts"

/** A copy of a passage takes its comments when the original is deleted within this time. */
const COPY_MS = 60_000

export interface Ends {
  readonly first: Letter
  readonly last: Letter
}

/** A passage that has moved: `was` is where the server knows it. */
interface Move extends Ends {
  readonly was: Ends
}

export interface Carrying {
  /** The id and the address of the note. */
  readonly id: string
  readonly note: string
  readonly view: EditorView
  text(): Text
  /** Whether the server has all edits of this page. */
  isSaved(): boolean
}

export class Carry {
  readonly #desk: Carrying
  #pasted: Clip | undefined
  /** Where the words of a passage were put as well, the latest last. */
  #copies: (Ends & { readonly thread: string; readonly until: number })[] = []
  /** Where passages have stood, the latest last: undo brings those letters back. */
  readonly #former = new Map<string, Ends[]>()
  /** Moves by thread that the server does not know yet. */
  readonly #moves = new Map<string, Move>()
  #isSending = false

  constructor(desk: Carrying) {
    this.#desk = desk
    watchClipboard(desk.view, desk.id, data => {
      this.#pasted = readClip(data, desk.id)
    })
  }

  /** The threads at the letters to which their passages have moved. */
  moved(threads: readonly Thread[]): Thread[] {
    return threads.map(thread => {
      const move = this.#moves.get(thread.id)
      return move ? { ...thread, first: move.first, last: move.last } : thread
    })
  }

  /** Notes where the words of passages are put that this page takes away or pastes. */
  updated({ startState, changes, transactions, docChanged }: ViewUpdate): void {
    if (!docChanged || transactions.some(one => one.annotation(ySyncAnnotation))) return
    const sought: { thread: string; words: string; near: number }[] = []
    const put: { at: number; text: string }[] = []
    changes.iterChanges((fromA, toA, fromB, _, text) => {
      if (text.length > 0) put.push({ at: fromB, text: text.toString() })
      for (const { from, to, thread } of toA > fromA ? marksIn(startState, fromA, toA) : [])
        if (thread && from >= fromA && to <= toA)
          sought.push({ thread, words: startState.sliceDoc(from, to), near: from - fromA })
    })
    if (this.#pasted && transactions.some(one => one.isUserEvent("input.paste"))) {
      const { text, passages } = this.#pasted
      for (const [thread, from, to] of passages)
        sought.push({ thread, words: text.slice(from, to), near: from })
      this.#pasted = undefined
    }
    for (const { thread, words, near } of sought)
      for (const { at, text } of put) {
        const found = nearest(text, words, near)
        const ends =
          found === undefined ? undefined : this.#ends({ from: at + found, to: at + found + words.length })
        if (ends) this.#copies.push({ ...ends, thread, until: Date.now() + COPY_MS })
      }
  }

  /** Finds the passages that stand elsewhere now; true if there are some. */
  settle(threads: readonly Thread[]): boolean {
    const text = this.#desk.text()
    this.#copies = this.#copies.filter(({ until }) => until > Date.now())
    const known = threads.filter(({ first, last }) => first && last)
    let isMoved = false
    for (const [number, standing] of standings(text, known).entries()) {
      const thread = known[number] as Thread & Ends
      if (standing.isWhole) continue
      const ends = this.#elsewhere(thread, standing)
      if (!ends) continue
      const { was } = this.#moves.get(thread.id) ?? { was: { first: thread.first, last: thread.last } }
      this.#former.set(thread.id, [
        ...(this.#former.get(thread.id) ?? []),
        { first: thread.first, last: thread.last },
      ])
      this.#moves.set(thread.id, { ...ends, was })
      isMoved = true
    }
    return isMoved
  }

  /** Tells the server, once it has the text, and then calls `heard`. */
  async send(heard: () => Promise<void>): Promise<void> {
    if (this.#moves.size === 0 || this.#isSending || !this.#desk.isSaved()) return
    this.#isSending = true
    const sent = [...this.#moves]
    const passages = sent.map(([thread, { first, last, was }]) => ({
      ...{ thread, first, last, was: [was.first, was.last] },
    }))
    const told = await ask("PUT", `${this.#desk.note}/passages`, { passages })
    if ("body" in told) {
      await heard()
      for (const [thread, move] of sent) {
        const now = this.#moves.get(thread)
        if (now === move) this.#moves.delete(thread)
        else if (now) this.#moves.set(thread, { ...now, was: { first: move.first, last: move.last } })
      }
    }
    this.#isSending = false
  }

  /** Where the words of a passage stand that is gone from its place, in whole or in part. */
  #elsewhere(thread: Thread & Ends, standing: Standing): Ends | undefined {
    const text = this.#desk.text()
    const { place } = standing
    const isGone = !place || place.from === place.to
    const copies = isGone ? this.#copies.filter(one => one.thread === thread.id).reverse() : []
    const before = isGone ? (this.#former.get(thread.id)?.toReversed() ?? []) : []
    const tried = [...copies, ...(standing.isBroughtBack ? [thread] : []), ...before]
    for (const [number, { isWhole, isBroughtBack }] of standings(text, tried).entries()) {
      const found = isWhole || isBroughtBack ? placeOf(text, tried[number] as Ends) : undefined
      if (found && (found.from !== place?.from || found.to !== place.to)) return this.#ends(found)
    }
    return undefined
  }

  #ends({ from, to }: Place): Ends | undefined {
    const text = this.#desk.text()
    const [first, last] = [letterAt(text, from), letterAt(text, to - 1)]
    return first && last && { first, last }
  }
}

/** Where `words` begin in `text`, as near as can be to the index `near`. */
function nearest(text: string, words: string, near: number): number | undefined {
  let best: number | undefined
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1))
    if (best === undefined || Math.abs(at - near) < Math.abs(best - near)) best = at
  return best
}
