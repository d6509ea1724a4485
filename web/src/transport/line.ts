/** A connection that reconnects by itself, with exponential backoff and jitter. */

import { TransportChooser } from "./chooser.ts"
import { isFinal, RELOADING } from "./close-codes.ts"
import type { Transport } from "./socket.ts"

export interface LineWatcher {
  opened(): void
  heard(data: ArrayBuffer): void
  /** The connection is over, or its beginning has failed; another one follows unless `refused` is called. */
  lost(): void
  /** The server does not want us back, for the reason that the close code names. */
  refused(code: number): void
  /** `isRestricted` has changed. */
  changed(): void
}

const FIRST_WAIT_MS = 300
const LONGEST_WAIT_MS = 8_000
/** The same where a server has told to come back: it is there, and may be the note's owner for seconds only. */
const FIRST_WAIT_WHEN_TOLD_MS = 100
const LONGEST_WAIT_WHEN_TOLD_MS = 400

export class Line {
  readonly #chooser: TransportChooser
  readonly #watcher: LineWatcher
  /** When this connection was begun, and when something was last heard on it (ms). */
  begunAt = 0
  heardAt = 0
  #transport: Transport | undefined
  #tries = 0
  #retry = 0
  #isOver = false
  #page = new AbortController()

  constructor(url: URL, watcher: LineWatcher) {
    this.#watcher = watcher
    this.#chooser = new TransportChooser(
      url,
      () => this.#watcher.changed(),
      () => this.#connect(),
    )
    const { signal } = this.#page
    addEventListener("online", () => this.retry(), { signal })
    addEventListener("offline", () => this.lose(), { signal })
    this.#connect()
  }

  get isOpen(): boolean {
    return this.#transport?.isOpen ?? false
  }

  /** Whether this network lets no websocket through, so that everything goes over HTTP. */
  get isRestricted(): boolean {
    return this.#chooser.isRestricted
  }

  /** Whether there is a connection, or one is being made. */
  get isTrying(): boolean {
    return this.#transport !== undefined
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    this.#transport?.send(bytes)
  }

  /** Reconnects now, without waiting for the backoff. */
  retry(): void {
    if (this.#isOver || this.isOpen) return
    this.#tries = 0
    this.#connect()
  }

  /** Drops a dead connection and reconnects. */
  lose(): void {
    if (this.#isOver) return
    this.#drop()
    this.#comeBack()
  }

  /** Replaces the connection at once. */
  renew(): void {
    if (!this.#isOver) this.#connect()
  }

  /** Resets the backoff: the connection works. */
  calm(): void {
    this.#tries = 0
  }

  close(): void {
    this.#isOver = true
    this.#page.abort()
    clearTimeout(this.#retry)
    this.#drop()
    this.#chooser.close()
  }

  #connect(): void {
    clearTimeout(this.#retry)
    this.#drop()
    this.#transport = this.#chooser.open({
      opened: () => {
        this.heardAt = performance.now()
        this.#watcher.opened()
      },
      heard: message => {
        this.heardAt = performance.now()
        this.#watcher.heard(message)
      },
      closed: code => this.#onClose(code),
    })
    this.begunAt = this.heardAt = performance.now()
  }

  #onClose(code: number): void {
    this.#drop()
    if (isFinal(code)) {
      this.#isOver = true
      this.#watcher.refused(code)
    } else if (code === RELOADING) this.#comeBack(FIRST_WAIT_WHEN_TOLD_MS, LONGEST_WAIT_WHEN_TOLD_MS)
    else this.#comeBack()
  }

  #comeBack(first = FIRST_WAIT_MS, longest = LONGEST_WAIT_MS): void {
    clearTimeout(this.#retry)
    const wait = Math.min(longest, first * 2 ** this.#tries) * (0.5 + Math.random())
    this.#tries += 1
    this.#retry = window.setTimeout(() => this.#connect(), wait)
    this.#watcher.lost()
  }

  #drop(): void {
    const transport = this.#transport
    this.#transport = undefined
    if (!transport) return
    transport.close()
    this.#watcher.lost()
  }
}
