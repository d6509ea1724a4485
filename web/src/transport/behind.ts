/** Waits for the authors of letters that a server has lost: it looks again by another connection, until it gives up. */

/** The longest wait of a line between two tries, and a moment. */
const PATIENT_MS = 12_500
/** Until it looks: each time so much later, by chance, and soon where something came. */
const LOOK_MS = 700
const SOON_MS = 100

export class Behind {
  readonly #renew: () => void
  #since: number | undefined
  #look = 0
  #looks = 0
  #isSoon = false

  /** `renew` replaces the connection. */
  constructor(renew: () => void) {
    this.#renew = renew
  }

  /** Whether the server is known to lack letters of others. */
  get isSo(): boolean {
    return this.#since !== undefined
  }

  /** Whether this connection is there to look. */
  get isLooking(): boolean {
    return this.#look > 0
  }

  /** To be called where a connection begins so; false once patience is over. */
  wait(now: number): boolean {
    this.#since ??= now
    const left = PATIENT_MS - (now - this.#since)
    this.#looks += 1
    if (left > 0) this.#lookIn(Math.min(LOOK_MS * this.#looks * (0.5 + Math.random()), left))
    return left > 0
  }

  /** Somebody has brought something. */
  heard(): void {
    if (this.isLooking && !this.#isSoon) this.#lookIn(SOON_MS)
    this.#isSoon = true
  }

  /** The connection is over. */
  lost(): void {
    clearTimeout(this.#look)
    this.#look = 0
    this.#isSoon = false
  }

  /** The server has all of others again. */
  end(): void {
    this.#since = undefined
    this.#looks = 0
  }

  #lookIn(wait: number): void {
    clearTimeout(this.#look)
    this.#look = window.setTimeout(this.#renew, wait)
  }
}
