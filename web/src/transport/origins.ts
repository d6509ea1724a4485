/** Whose letters a document holds, and which of them a server lacks that returned to an earlier state. */
import * as Y from "yjs"

/**
 * Letters of others came from the server, so one that lacks them has lost them. Their authors bring them again, under
 * their own names: a page that did would be taken for who wrote them.
 */
export class Origins {
  readonly #doc: Y.Doc
  /** Client ids under which this page has written. */
  readonly #own = new Set<number>()
  /** Those of a copy on this device: perhaps an earlier page wrote under them, and the server never had it. */
  readonly #unsure: Set<number>

  constructor(doc: Y.Doc) {
    this.#doc = doc
    this.#unsure = new Set(clocksOf(doc).keys())
  }

  /** This page has written. */
  wrote(): void {
    this.#own.add(this.#doc.clientID)
  }

  /** The server has all of the document. */
  settled(): void {
    this.#unsure.clear()
  }

  /** Whether the document says nothing of what a server has or lacks. */
  get isEmpty(): boolean {
    return this.#doc.store.clients.size === 0
  }

  /** Whether a server with this state vector has lost letters of others. */
  areLost(theirs: Uint8Array): boolean {
    const there = Y.decodeStateVector(theirs)
    for (const [client, clock] of clocksOf(this.#doc))
      if (this.isOfOthers(client) && clock > (there.get(client) ?? 0)) return true
    return false
  }

  /** Whether the letters of a client id came from the server. */
  isOfOthers(client: number): boolean {
    return !this.#own.has(client) && !this.#unsure.has(client)
  }
}

const clocksOf = (doc: Y.Doc): Map<number, number> => Y.decodeStateVector(Y.encodeStateVector(doc))
