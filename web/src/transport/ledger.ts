/** Counts the messages of one connection: which are on disk, and since when the oldest waits. */

export class Ledger {
  #sent = 0
  #saved = 0
  /** The last message that carried text; a ping after it changes nothing for the reader. */
  #lastText = 0
  #ownStep2 = 0
  #waitingSince: number[] = []

  /** Writes down a message that the server counts (step 2 or update); gives its number. */
  send(kind: "step2" | "update" | "ping", now: number): number {
    this.#sent += 1
    this.#waitingSince.push(now)
    if (kind !== "ping") this.#lastText = this.#sent
    if (kind === "step2") this.#ownStep2 ||= this.#sent
    return this.#sent
  }

  /** The server says that the first `count` messages are on disk. */
  save(count: number): void {
    if (count <= this.#saved || count > this.#sent) return
    this.#waitingSince.splice(0, count - this.#saved)
    this.#saved = count
  }

  /** The number of the last message that is certainly on disk: nothing is before our step 2 is. */
  get saved(): number {
    return this.#ownStep2 > 0 && this.#saved >= this.#ownStep2 ? this.#saved : 0
  }

  get isAllSaved(): boolean {
    return this.saved > 0 && this.saved >= this.#lastText
  }

  /** The time (ms) since when the oldest message waits, or undefined. */
  get waitingSince(): number | undefined {
    return this.#waitingSince[0]
  }
}
