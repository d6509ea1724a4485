/** Chooses the transport: websocket, or HTTP where the network blocks websockets. */
import type { Http } from "./http.ts"
import { type Hearer, openSocket, type Transport, WORDLESS } from "./socket.ts"

/** Timeout of opening a websocket; HTTP begins within five seconds. */
const OPENING_MS = 4_500
/** Websockets in a row that may end before their first message. */
const TRIES = 2
/** Probes for a websocket while HTTP is in use: soon, as the server may just have restarted, then seldom. */
const FIRST_PROBE_MS = 1_000
const PROBE_MS = 60_000

export class TransportChooser {
  /** Whether this network lets HTTP through and no websocket. */
  isRestricted = false
  readonly #url: URL
  readonly #changed: () => void
  readonly #better: () => void
  #wordless = 0
  #hasHttpWorked = false
  #isPolling = false
  #probe = 0
  #probing: Transport | undefined

  /** `changed`: what `isRestricted` says; `better`: a websocket gets through again, open another connection. */
  constructor(url: URL, changed: () => void, better: () => void) {
    this.#url = url
    this.#changed = changed
    this.#better = better
  }

  open(hearer: Hearer): Transport {
    this.#stopProbing()
    const isByHttp = this.#hasHttpWorked || this.#wordless >= TRIES
    return isByHttp ? this.#openHttp(hearer) : this.#openSocket(hearer)
  }

  close(): void {
    this.#stopProbing()
  }

  #openSocket(hearer: Hearer): Transport {
    let hasSpoken = false
    const count = () => {
      if (!hasSpoken && navigator.onLine) this.#wordless += 1
    }
    const socket = openSocket(this.#url, {
      opened() {
        clearTimeout(opening)
        hearer.opened()
      },
      heard: message => {
        hasSpoken = true
        this.#wordless = 0
        this.#setRestricted(false)
        hearer.heard(message)
      },
      closed(code) {
        clearTimeout(opening)
        count()
        hearer.closed(code)
      },
    })
    const opening = setTimeout(() => {
      socket.close()
      if (navigator.onLine) this.#wordless = TRIES
      hearer.closed(WORDLESS)
    }, OPENING_MS)
    return {
      get isOpen() {
        return socket.isOpen
      },
      send: bytes => socket.send(bytes),
      close() {
        clearTimeout(opening)
        if (socket.isOpen) count()
        socket.close()
      },
    }
  }

  #openHttp(hearer: Hearer): Transport {
    let isOver = false
    let http: Http | undefined
    const closed = (code: number) => {
      this.#stopProbing()
      this.#isPolling ||= http?.isPolling ?? false
      // It may be the server that is away, and not the network that is narrow.
      this.#wordless = TRIES - 1
      hearer.closed(code)
    }
    const opened = () => {
      this.#hasHttpWorked = true
      this.#probeIn(this.isRestricted ? PROBE_MS : FIRST_PROBE_MS)
      hearer.opened()
    }
    const begin = ({ Http }: typeof import("./http.ts")) => {
      if (!isOver) http = new Http(this.#url, { ...hearer, opened, closed }, this.#isPolling)
    }
    import("./http.ts").then(begin, () => isOver || closed(WORDLESS))
    return {
      get isOpen() {
        return http?.isOpen ?? false
      },
      send: bytes => http?.send(bytes),
      close() {
        isOver = true
        http?.close()
      },
    }
  }

  #probeIn(wait: number): void {
    this.#stopProbing()
    this.#probe = window.setTimeout(() => this.#tryWebsocket(), wait)
  }

  #tryWebsocket(): void {
    const isBlocked = () => {
      this.#setRestricted(true)
      this.#probeIn(PROBE_MS)
    }
    this.#probing = openSocket(this.#url, {
      opened() {},
      heard: () => {
        this.#stopProbing()
        this.#wordless = 0
        this.#hasHttpWorked = false
        this.#setRestricted(false)
        this.#better()
      },
      closed: isBlocked,
    })
    this.#probe = window.setTimeout(isBlocked, OPENING_MS)
  }

  #stopProbing(): void {
    clearTimeout(this.#probe)
    this.#probing?.close()
    this.#probing = undefined
  }

  #setRestricted(isRestricted: boolean): void {
    if (this.isRestricted === isRestricted) return
    this.isRestricted = isRestricted
    this.#changed()
  }
}
