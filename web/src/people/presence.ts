/** Awareness: the other people in the note as the server stamped them, and our own caret for them. */
import { type Extension, Facet, StateEffect, StateField } from "@codemirror/state"
import { type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view"
import { ySyncAnnotation } from "y-codemirror.next"
import type { Awareness } from "y-protocols/awareness"
import * as Y from "yjs"

export interface Person {
  /** One for each open page of that person. */
  readonly client: number
  readonly visitor: string
  readonly name: string | null
  readonly colour: number
}

export interface Caret extends Person {
  readonly anchor: number
  readonly head: number
  /** When the person last moved it (ms); it stays while others' text pushes it. */
  readonly movedAt: number
  readonly cursor: Cursor
}

interface Cursor {
  anchor: unknown
  head: unknown
}

/** Throttle of our caret; longer while typing, where the letters themselves move it for others. */
const TELL_MS = 50
const TYPING_MS = 300

/** The others in the note; the server stamped `user`, but a stranger's server is not to be trusted with types. */
export function people(awareness: Awareness): (Person & { cursor: Cursor | null })[] {
  const others = [...awareness.getStates()].filter(([client]) => client !== awareness.clientID)
  return others.map(([client, { user, cursor }]) => ({
    client,
    visitor: String(user?.visitor ?? client),
    name: typeof user?.name === "string" && user.name ? user.name : null,
    colour: Number.isInteger(user?.colour) && user.colour >= 1 && user.colour <= 8 ? user.colour : 1,
    cursor: cursor?.head && cursor.anchor ? cursor : null,
  }))
}

/** Calls `heard` when another person came, moved or left; returns a function that unsubscribes. */
export function ofOthers(awareness: Awareness, heard: () => void): () => void {
  const listen = ({ added, updated, removed }: Record<"added" | "updated" | "removed", number[]>) => {
    if ([...added, ...updated, ...removed].some(client => client !== awareness.clientID)) heard()
  }
  awareness.on("change", listen)
  return () => awareness.off("change", listen)
}

export const setCarets = StateEffect.define<readonly Caret[]>()

const NOBODY: ReadonlySet<number> = new Set()
/** The pages that the letters of others have come from just now. */
const writers = Facet.define<ReadonlySet<number>, ReadonlySet<number>>({
  combine: ([known = NOBODY]) => known,
})

/** The others' carets in this text, moved along with every change. */
export const carets = StateField.define<readonly Caret[]>({
  create: () => [],
  update(value, change) {
    for (const effect of change.effects) if (effect.is(setCarets)) return effect.value
    if (!change.docChanged) return value
    const { changes } = change
    const known = change.annotation(ySyncAnnotation) ? change.state.facet(writers) : NOBODY
    return value.map(caret => {
      // The caret of the writer ends behind the insertion, all others stay before it.
      const side = known.has(caret.client) ? 1 : -1
      return {
        ...caret,
        anchor: changes.mapPos(caret.anchor, side),
        head: changes.mapPos(caret.head, side),
      }
    })
  },
})

function position(text: Y.Text, json: unknown): number | undefined {
  if (!text.doc) return undefined
  try {
    const relative = Y.createRelativePositionFromJSON(json)
    const absolute = Y.createAbsolutePositionFromRelativePosition(relative, text.doc)
    return absolute?.type === text ? absolute.index : undefined
  } catch {
    return undefined
  }
}

/** Keeps `carets` as the awareness says, and the awareness as our selection says. */
export function presence(awareness: Awareness, text: Y.Text): Extension {
  const known = new Set<number>()
  const plugin = ViewPlugin.define(view => new Presence(view, awareness, text, known))
  return [writers.of(known), carets, plugin]
}

class Presence {
  #frame = 0
  #timer = 0
  #due = 0
  #isUnresolved = false
  #deaf: () => void

  readonly view: EditorView
  readonly awareness: Awareness
  readonly text: Y.Text
  readonly writers: Set<number>

  /** `writers`: client ids of the update being applied. The plugin must come before the one that applies it. */
  constructor(view: EditorView, awareness: Awareness, text: Y.Text, writers: Set<number>) {
    this.view = view
    this.awareness = awareness
    this.text = text
    this.writers = writers
    text.observe(this.#learn)
    this.#deaf = ofOthers(awareness, this.#schedule)
    this.#schedule()
  }

  update(update: ViewUpdate): void {
    if (update.docChanged) this.#tellSoon(TYPING_MS)
    else if (update.selectionSet || update.focusChanged) this.#tellSoon(TELL_MS)
    if (update.docChanged && this.#isUnresolved) this.#schedule()
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame)
    clearTimeout(this.#timer)
    this.text.unobserve(this.#learn)
    this.#deaf()
  }

  #learn = (_event: unknown, { beforeState, afterState }: Y.Transaction) => {
    this.writers.clear()
    for (const [client, clock] of afterState)
      if (clock > (beforeState.get(client) ?? 0)) this.writers.add(client)
  }

  #schedule = () => {
    if (!this.#frame) this.#frame = requestAnimationFrame(this.#refresh)
  }

  #refresh = () => {
    this.#frame = 0
    this.#isUnresolved = false
    const known = new Map(this.view.state.field(carets).map(caret => [caret.client, caret]))
    const now = performance.now()
    const next: Caret[] = []
    for (const person of people(this.awareness)) {
      const { cursor } = person
      if (!cursor) continue
      const before = known.get(person.client)
      // Resolving walks the whole text: only for what moved; the rest was carried by the changes.
      if (before?.cursor === cursor) {
        next.push({ ...before, ...person, cursor })
        continue
      }
      const [anchor, head] = [position(this.text, cursor.anchor), position(this.text, cursor.head)]
      if (anchor === undefined || head === undefined) this.#isUnresolved = true
      else next.push({ ...person, cursor, anchor, head, movedAt: now })
    }
    if (next.length > 0 || known.size > 0) this.view.dispatch({ effects: setCarets.of(next) })
  }

  #tellSoon(wait: number): void {
    const due = performance.now() + wait
    if (this.#timer && this.#due <= due) return
    clearTimeout(this.#timer)
    this.#due = due
    this.#timer = window.setTimeout(() => {
      this.#timer = 0
      this.#tell()
    }, wait)
  }

  #tell(): void {
    const { anchor, head } = this.view.state.selection.main
    const at = (index: number) =>
      Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(this.text, index, -1))
    const cursor = { anchor: at(anchor), head: at(head) }
    const before = this.awareness.getLocalState()?.cursor
    if (JSON.stringify(before) !== JSON.stringify(cursor)) this.awareness.setLocalStateField("cursor", cursor)
  }
}
