/** A websocket that comes back by itself, soon and at a random moment, and waits for no goodbye of a dead one. */

export interface LineWatcher {
  opened(): void
  heard(data: ArrayBuffer): void
  /** The connection is over, or its beginning has failed; another one follows unless `refused` is called. */
  lost(): void
  /** The server does not want us back, for the reason that the close code names. */
  refused(code: number): void
}

const FIRST_WAIT_MS = 300
const LONGEST_WAIT_MS = 8_000

export class Line {
  readonly #url: URL
  readonly #watcher: LineWatcher
  /** When this connection was begun, and when something was last heard on it (ms). */
  begunAt = 0
  heardAt = 0
  #socket: WebSocket | undefined
  #tries = 0
  #retry = 0
  #isOver = false
  #page = new AbortController()

  constructor(url: URL, watcher: LineWatcher) {
    this.#url = new URL(url)
    this.#url.protocol = url.protocol === "https:" ? "wss:" : "ws:"
    this.#watcher = watcher
    const { signal } = this.#page
    addEventListener("online", () => this.retry(), { signal })
    addEventListener("offline", () => this.lose(), { signal })
    this.#connect()
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN
  }

  /** Whether there is a connection, or one is being made. */
  get isTrying(): boolean {
    return this.#socket !== undefined
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.isOpen) this.#socket?.send(bytes)
  }

  /** Tries again now, whatever the wait was. */
  retry(): void {
    if (this.#isOver || this.isOpen) return
    this.#tries = 0
    this.#connect()
  }

  /** Gives up a connection that says nothing any more. */
  lose(): void {
    if (this.#isOver) return
    this.#drop()
    this.#comeBack()
  }

  /** The connection serves its purpose: the next wait is a short one again. */
  calm(): void {
    this.#tries = 0
  }

  close(): void {
    this.#isOver = true
    this.#page.abort()
    clearTimeout(this.#retry)
    this.#drop()
  }

  #connect(): void {
    clearTimeout(this.#retry)
    this.#drop()
    const socket = new WebSocket(this.#url, "pochette.1")
    socket.binaryType = "arraybuffer"
    socket.onopen = () => {
      this.heardAt = performance.now()
      this.#watcher.opened()
    }
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
      this.heardAt = performance.now()
      this.#watcher.heard(data)
    }
    socket.onclose = ({ code }) => this.#onClose(code)
    this.#socket = socket
    this.begunAt = this.heardAt = performance.now()
  }

  #onClose(code: number): void {
    this.#drop()
    if (code >= 4400 && code < 4500) {
      this.#isOver = true
      this.#watcher.refused(code)
    } else this.#comeBack()
  }

  #comeBack(): void {
    clearTimeout(this.#retry)
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#tries) * (0.5 + Math.random())
    this.#tries += 1
    this.#retry = window.setTimeout(() => this.#connect(), wait)
    this.#watcher.lost()
  }

  #drop(): void {
    const socket = this.#socket
    this.#socket = undefined
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
    this.#watcher.lost()
  }
}
