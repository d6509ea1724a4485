/** Keeps the document and the server the same over one websocket, and knows what of it is on disk. */
import { Awareness, applyAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness"
import * as Y from "yjs"
import * as frames from "./frames.ts"
import { Ledger } from "./ledger.ts"

export type Role = "print" | "read" | "comment" | "edit" | "manage"
/** `refused`: nothing that is typed now can be stored; `opening`: nothing was typed, nothing is known yet. */
export type State = "opening" | "saved" | "saving" | "offline" | "refused"
/** Why it does not come back: a close code of the server (4400 to 4499), or a role that may not write. */
export type Refusal = "malformed" | "closed" | "withdrawn" | "taken" | "epoch" | "refused" | "denied"

const REFUSALS: Record<number, Refusal> = {
  4400: "malformed",
  4401: "closed",
  4403: "withdrawn",
  4409: "taken",
  4410: "epoch",
  4422: "refused",
}
/** A message that waits longer for its acknowledgement means that the line is lost. */
const LATE_MS = 3_000
/** So long without any answer, the socket is given up and another one opened. */
const DEAD_MS = 12_000
const PING_MS = 15_000
const LONGEST_WAIT_MS = 8_000

export interface Watcher {
  /** Anything that `state`, `writable` or `role` tell may have changed. */
  changed?(): void
  synced?(): void
  event?(event: frames.ServerEvent): void
  /** The local edits since the last call left as message `number` of this connection; 0: not sent yet. */
  sent?(number: number): void
  /** The messages up to `number` are on disk. */
  saved?(number: number): void
  /** The connection is over: what was not saved goes out again with the next one. */
  rewound?(): void
}

export class Provider {
  readonly awareness: Awareness
  role: Role
  /** False while the server's disk is full. */
  writable = true
  refusal: Refusal | undefined
  /** True while an update of the server is being applied: what changes now is not ours. */
  isReceiving = false
  isSynced = false
  #isDirty = false
  #isLate = false
  /** From the loss of a connection until the next one has all that we have. */
  #wasLost = false
  #ledger = new Ledger()
  #socket: WebSocket | undefined
  #heardAt = 0
  /** When this connection was begun; undefined once both halves of its handshake are done. */
  #greetingSince: number | undefined
  #tries = 0
  #retry = 0
  #timers: number[] = []
  #page = new AbortController()

  readonly doc: Y.Doc
  readonly url: URL
  readonly watcher: Watcher

  constructor(doc: Y.Doc, url: URL, role: Role, watcher: Watcher) {
    this.doc = doc
    this.url = url
    this.watcher = watcher
    this.role = role
    this.awareness = new Awareness(doc)
    this.awareness.setLocalState({ cursor: null })
    doc.on("update", this.#onUpdate)
    this.awareness.on("update", (_changes: unknown, origin: unknown) => {
      if (origin === "local") this.#post(frames.presence(this.awareness))
    })
    const { signal } = this.#page
    addEventListener("online", () => this.retry(), { signal })
    addEventListener("offline", () => this.#lose(), { signal })
    addEventListener("pagehide", () => this.awareness.setLocalState(null), { signal })
    addEventListener("pageshow", e => e.persisted && this.awareness.setLocalState({ cursor: null }), {
      signal,
    })
    document.addEventListener("visibilitychange", () => document.hidden || this.#wake(), { signal })
    this.#timers = [
      setInterval(() => this.#watch(), 250),
      setInterval(() => document.hidden || this.#ping(), PING_MS),
    ]
    this.#connect()
  }

  get mayWrite(): boolean {
    return this.role === "edit" || this.role === "manage"
  }

  /** True when closing the page would lose text. */
  get isDirty(): boolean {
    return this.#isDirty
  }

  get state(): State {
    if (this.refusal || !this.writable) return "refused"
    if (this.#isLate) return "offline"
    if (this.isOpen && (this.#ledger.isAllSaved || !this.mayWrite)) return "saved"
    if (this.#isDirty && (this.isOpen || !this.#wasLost)) return "saving"
    return this.#wasLost ? "offline" : "opening"
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN
  }

  /** Tries again now, whatever the wait was. */
  retry(): void {
    if (this.refusal || this.isOpen) return
    this.#tries = 0
    this.#connect()
  }

  destroy(): void {
    this.#page.abort()
    for (const timer of this.#timers) clearInterval(timer)
    clearTimeout(this.#retry)
    this.doc.off("update", this.#onUpdate)
    this.#drop()
    this.awareness.destroy()
  }

  #onUpdate = (bytes: Uint8Array, origin: unknown) => {
    if (origin === this) return
    this.#isDirty = true
    this.watcher.sent?.(this.#send("update", frames.update(bytes)))
    this.watcher.changed?.()
  }

  /** Shows us again: while we were away the server raised our clock to say that we left, so ours must pass it. */
  #appear(): void {
    const { awareness } = this
    const meta = awareness.meta.get(awareness.clientID)
    if (meta) meta.clock += 2
    awareness.setLocalState(awareness.getLocalState() ?? { cursor: null })
  }

  #post(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.isOpen) this.#socket?.send(bytes)
  }

  #send(kind: "step2" | "update" | "ping", bytes: Uint8Array<ArrayBuffer>): number {
    if (!this.isOpen) return 0
    this.#post(bytes)
    return this.#ledger.send(kind, performance.now())
  }

  #connect(): void {
    clearTimeout(this.#retry)
    this.#drop()
    const url = new URL(this.url)
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:"
    const socket = new WebSocket(url, "pochette.1")
    socket.binaryType = "arraybuffer"
    socket.onopen = () => {
      this.#heardAt = performance.now()
      this.#post(frames.step1(this.doc))
      this.#appear()
      this.watcher.changed?.()
    }
    socket.onmessage = message => this.#hear(frames.read(message.data as ArrayBuffer))
    socket.onclose = ({ code }) => this.#onClose(code)
    this.#socket = socket
    this.#heardAt = this.#greetingSince = performance.now()
  }

  #onClose(code: number): void {
    this.#drop()
    if (code >= 4400 && code < 4500) this.#refuse(REFUSALS[code] ?? "refused")
    else this.#comeBack()
  }

  #lose(): void {
    if (this.refusal) return
    this.#drop()
    this.#comeBack()
  }

  #comeBack(): void {
    this.#wasLost = true
    clearTimeout(this.#retry)
    const wait = Math.min(LONGEST_WAIT_MS, 300 * 2 ** this.#tries++) * (0.5 + Math.random())
    this.#retry = setTimeout(() => this.#connect(), wait)
    this.watcher.changed?.()
  }

  #refuse(refusal: Refusal): void {
    this.refusal = refusal
    this.watcher.changed?.()
  }

  /** Forgets the socket without waiting for its goodbye, which a dead line never gives. */
  #drop(): void {
    const socket = this.#socket
    this.#socket = undefined
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
    this.#ledger = new Ledger()
    this.#isLate = false
    this.watcher.rewound?.()
    const others = [...this.awareness.getStates().keys()].filter(id => id !== this.doc.clientID)
    removeAwarenessStates(this.awareness, others, this)
  }

  #hear(message: frames.Incoming): void {
    this.#heardAt = performance.now()
    switch (message.type) {
      case "step1":
        if (this.mayWrite)
          this.watcher.sent?.(this.#send("step2", frames.step2(this.doc, message.stateVector)))
        break
      case "step2":
      case "update":
        this.#apply(message.update)
        if (message.type === "step2") this.#sync()
        break
      case "presence":
        applyAwarenessUpdate(this.awareness, message.update, this)
        break
      case "query-presence":
        this.#post(frames.presence(this.awareness))
        break
      case "saved":
        this.#ledger.save(message.count)
        this.watcher.saved?.(this.#ledger.saved)
        if (this.#ledger.isAllSaved) this.#isDirty = this.#wasLost = false
        break
      case "denied":
        if (this.#isDirty) this.#refuse("denied")
        break
      case "event":
        this.#learn(message.event)
        break
      default:
    }
    this.watcher.changed?.()
  }

  #apply(bytes: Uint8Array): void {
    this.isReceiving = true
    try {
      Y.applyUpdate(this.doc, bytes, this)
    } finally {
      this.isReceiving = false
    }
  }

  #sync(): void {
    this.#tries = 0
    this.#greetingSince = undefined
    if (this.isSynced) return
    this.isSynced = true
    this.watcher.synced?.()
  }

  #learn(event: frames.ServerEvent): void {
    if (event.event === "welcome" || event.event === "role") this.role = event.role as Role
    if (event.event === "welcome" || event.event === "disk") this.writable = event.writable
    this.watcher.event?.(event)
  }

  #ping(): void {
    if (this.mayWrite && this.isSynced && this.#ledger.waitingSince === undefined)
      this.#send("ping", frames.ping())
  }

  #wake(): void {
    if (this.isOpen) this.#ping()
    else this.retry()
  }

  /** Notices what never comes: an acknowledgement, the answer to a handshake, a socket that opens. */
  #watch(): void {
    if (!this.#socket || this.refusal) return
    const now = performance.now()
    const since = this.#ledger.waitingSince ?? this.#greetingSince ?? now
    const isLate = now - since > LATE_MS
    if (isLate !== this.#isLate) {
      this.#isLate = isLate
      this.watcher.changed?.()
    }
    if (isLate && this.writable && now - this.#heardAt > DEAD_MS) this.#lose()
  }
}
