/** Timeouts and waits of one way of the HTTP transport, which grow from failure to failure. */

const FIRST_MS = 2_500
const LONGEST_MS = 30_000
/** A slow network takes so many bytes in a millisecond. */
const BYTES_A_MS = 16
const FIRST_WAIT_MS = 150
const LONGEST_WAIT_MS = 2_000
/** So many requests in a row may fail. */
const TRIES = 6

export class Patience {
  #late = 0
  #refused = 0

  /**
   * How long (ms) an answer to a request of so many bytes may take. Behind a proxy the next request may come to
   * another server, so that one which says nothing costs seconds; on a slow network later ones are waited for.
   */
  within(bytes = 0): number {
    return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, this.#late - 1) + bytes / BYTES_A_MS)
  }

  succeeded(): void {
    this.#late = this.#refused = 0
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
