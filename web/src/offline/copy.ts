/** The copy of a note in IndexedDB: its Yjs updates, and the changes that were never sent. */
import { ChangeSet, Text } from "@codemirror/state"
import { IndexeddbPersistence } from "y-indexeddb"
import type * as Y from "yjs"
import { newDoc } from "../patches/yjs-memory.ts"
import { unsentText } from "../session/rescue.ts"
import { Unsent } from "../session/unsent.ts"
import { difference } from "../text/difference.ts"
import { BASE, LEFT, type Left } from "./unsent-record.ts"

/** Throttle of writes while the server confirms edits at once. */
const REST_MS = 200

export class Copy {
  readonly doc: Y.Doc
  readonly unsent: Unsent
  /** Whether there was something in it when it was opened. */
  readonly isFilled: boolean
  /** False once the browser has refused to store something. */
  isSound = true
  readonly #store: IndexeddbPersistence
  #timer = 0
  /** The text of the server as it was last written down. */
  #written: Text | undefined
  #isClosed = false
  #isStale = false
  #writing: Promise<void> | undefined

  private constructor(store: IndexeddbPersistence, doc: Y.Doc, unsent: Unsent, isFilled: boolean) {
    this.#store = store
    this.doc = doc
    this.unsent = unsent
    this.isFilled = isFilled
  }

  /** Reads the copy `name` into `doc` and `unsent`, and stores their changes from then on. */
  static async open(name: string, doc = newDoc(), unsent = new Unsent(Text.empty)): Promise<Copy> {
    const store = new IndexeddbPersistence(name, doc)
    // Refused here where the browser gives no database; `whenSynced` would wait for ever.
    const left: Left | undefined = await store.get(LEFT)
    const base: string | undefined = await store.get(BASE)
    await store.whenSynced
    if (left && base !== undefined) takeUp(unsent, base, left, textOf(doc))
    return new Copy(store, doc, unsent, left !== undefined)
  }

  /** Call after each change of the text or of its unsent part; `isOnline`: the server confirms edits at once. */
  remember(isOnline: boolean): void {
    if (this.#isClosed) return
    if (isOnline) this.#timer ||= window.setTimeout(() => void this.write(), REST_MS)
    else void this.write()
  }

  /** Writes the present state, after the write in progress. */
  write(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = 0
    this.#isStale = true
    this.#writing ??= this.#writeAll()
    return this.#writing
  }

  /** Whether the whole text of the page is on this device's disk. */
  get isWritten(): boolean {
    return this.isSound && this.#timer === 0 && !this.#writing
  }

  async #writeAll(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false
      await this.#put()
    }
    this.#writing = undefined
  }

  async #put(): Promise<void> {
    const { unsent } = this
    const base = unsent.isEmpty ? textOf(this.doc) : unsent.base
    const changes = unsent.isEmpty ? ChangeSet.empty(base.length) : unsent.changes
    const isNew = base !== this.#written
    this.#written = base
    const left: Left = { changes: changes.toJSON(), text: unsentText(unsent, { doc: changes.apply(base) }) }
    try {
      // Begun together, so that a page that ends now has written both or neither.
      await Promise.all([
        isNew && this.#store.set(BASE, base.toString()),
        this.#store.set(LEFT, left as never),
      ])
    } catch {
      this.isSound = false
    }
  }

  /** Stops writing; what is stored stays. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    this.#isClosed = true
    await this.#writing
    await this.#store.destroy()
  }
}

function textOf(doc: Y.Doc): Text {
  return Text.of(doc.getText("body").toString().split("\n"))
}

/** A page that ended early may have stored an update without its unsent record: then the difference replaces the record. */
function takeUp(unsent: Unsent, base: string, left: Left, now: Text): void {
  const held = Text.of(base.split("\n"))
  const changes = ChangeSet.fromJSON(left.changes)
  const isWhole = textWith(changes, held)?.eq(now)
  unsent.resume(held, isWhole ? changes : difference(base, now.toString()))
}

const textWith = (changes: ChangeSet, base: Text): Text | undefined =>
  changes.length === base.length ? changes.apply(base) : undefined

/** The unsent text of the copy `name`, from the document itself. */
export async function unsentIn(name: string): Promise<string> {
  const copy = await Copy.open(name)
  await copy.close()
  return unsentText(copy.unsent, { doc: textOf(copy.doc) })
}
