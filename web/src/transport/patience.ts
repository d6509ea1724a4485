/** Timeouts and waits of one way of the HTTP transport, which grow from failure to failure. */

/** How long an answer may take, by how many were late before it. */
const TIMEOUTS_MS = [1_000, 1_000, 1_000, 2_500, 5_000, 10_000, 20_000, 30_000]
const LONGEST_MS = 30_000
/** An answer is late that takes so many times as long as the ones before. */
const TIMES_THE_USUAL = 3
/** A slow network takes so many bytes in a millisecond. */
const BYTES_A_MS = 16
const FIRST_WAIT_MS = 150
const LONGEST_WAIT_MS = 2_000
/** So many requests in a row may fail. */
const TRIES = 8

export class Patience {
  #late = 0
  #refused = 0
  #usual = 0

  /** Whether the answer before this one was late. */
  get isLate(): boolean {
    return this.#late > 0
  }

  /**
   * How long (ms) an answer to a request of so many bytes may take. Behind a proxy the next request may come to
   * another server, so that one which says nothing costs a second; on a slow network later ones are waited for.
   */
  within(bytes = 0): number {
    const least = TIMEOUTS_MS[this.#late] ?? LONGEST_MS
    return Math.min(LONGEST_MS, Math.max(least, TIMES_THE_USUAL * this.#usual) + bytes / BYTES_A_MS)
  }

  /** An answer has come, after so many ms where that says something of the network. */
  succeeded(took = 0): void {
    this.#late = this.#refused = 0
    this.#usual = Math.max(took, 0.7 * this.#usual)
  }

  /** The wait (ms) before the next try; undefined: no more. Whoever waited for an answer has waited enough. */
  failed(isLate: boolean): number | undefined {
    if (this.#late + this.#refused === TRIES) return undefined
    if (isLate) {
      this.#late += 1
      return 0
    }
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#refused)
    this.#refused += 1
    return wait * (0.5 + Math.random())
  }
}
