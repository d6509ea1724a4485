/** The Yjs provider: syncs the document over one connection, and knows which edits are on disk. */
import { Awareness, applyAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness"
import * as Y from "yjs"
import type { Role } from "../note/page.ts"
import { Behind } from "./behind.ts"
import * as frames from "./frames.ts"
import { Ledger } from "./ledger.ts"
import { Line } from "./line.ts"
import { Origins } from "./origins.ts"
import { REFUSALS, type Refusal } from "./refusals.ts"

/** `refused`: nothing that is typed now can be stored; `opening`: nothing was typed, nothing is known yet. */
export type State = "opening" | "saved" | "saving" | "offline" | "refused"
/** Timeout of an acknowledgement: later, the page says that it is offline. */
const LATE_MS = 3_000
/** Timeout of a silent socket, which is then replaced. */
const DEAD_MS = 12_000
const PING_MS = 15_000
/** Least wait before a refused edit of a full note is sent again, once the text has changed and fits. */
const AGAIN_MS = 1_000
const WATCH_MS = 250
/** Bound of the updates held back during a composition; beyond it, all are applied. */
const MOST_HELD = 500

export interface Watcher {
  /** Anything that `state`, `writable` or `role` tell may have changed. */
  changed?(): void
  synced?(): void
  event?(event: frames.ServerEvent): void
  /** The local edits since the last call left as message `number` of this connection; 0: not sent yet. */
  sent?(number: number): void
  /** The messages up to `number` are on disk. */
  saved?(number: number): void
  /** The connection was lost: unsaved edits are sent again with the next one. */
  rewound?(): void
  /** What a server with this state vector lacks of our own letters. */
  own?(theirs: Uint8Array, origins: Origins): Promise<Uint8Array<ArrayBuffer> | undefined>
  /** The link was closed: resolves to the new address for this device, or to undefined. */
  moved?(): Promise<URL | undefined>
}

export class Provider {
  readonly awareness: Awareness
  role: Role
  /** False while the server's disk is full. */
  writable = true
  /** The size limit in bytes, while the unsaved edits exceed it. */
  full: number | undefined
  refusal: Refusal | undefined
  /** Whether the link gives another right than when this page met it first. */
  isOtherRole = false
  /** True while a remote update is applied: changes are not ours. */
  isReceiving = false
  isSynced = false
  /** When all of the page was last known to be saved (ms since 1970). */
  savedAt = 0
  /** Updates held back during a composition; undefined outside of one. */
  #held: Uint8Array[] | undefined
  #welcomed: string | undefined
  #isDirty = false
  #isLate = false
  /** From the loss of a connection until the next one has all that we have. */
  #wasLost = false
  /** Since the note was said to be full. */
  #hasChanged = false
  #fullAt = 0
  /** Whether both halves of this connection's handshake are done. */
  #isGreeted = false
  /** Whether this connection was asked for what we lack. */
  #hasAsked = false
  readonly #origins: Origins
  readonly #behind = new Behind(() => this.#line.renew())
  #ledger = new Ledger()
  #timers: number[] = []
  #page = new AbortController()
  #line: Line
  readonly #watcher: Watcher
  readonly #doc: Y.Doc

  constructor(doc: Y.Doc, url: URL, role: Role, watcher: Watcher) {
    this.role = role
    this.#doc = doc
    this.#watcher = watcher
    this.#origins = new Origins(doc)
    this.awareness = new Awareness(doc)
    this.awareness.setLocalState({ cursor: null })
    doc.on("update", this.#onUpdate)
    this.awareness.on("update", (_changes: unknown, origin: unknown) => {
      if (origin === "local") this.#announce()
    })
    const { signal } = this.#page
    addEventListener("pagehide", () => this.awareness.setLocalState(null), { signal })
    addEventListener("pageshow", ({ persisted }) => persisted && this.appear(), { signal })
    document.addEventListener("visibilitychange", () => document.hidden || this.#wake(), { signal })
    this.#timers = [
      window.setInterval(() => this.#watch(), WATCH_MS),
      window.setInterval(() => document.hidden || this.#ping(), PING_MS),
    ]
    this.#line = this.#lineTo(url)
  }

  #lineTo(url: URL): Line {
    return new Line(url, {
      opened: () => this.#onOpen(),
      heard: data => this.#hear(frames.read(data)),
      lost: () => this.#onLost(),
      changed: () => this.#watcher.changed?.(),
      refused: code => void this.#end(REFUSALS[code] ?? "refused"),
    })
  }

  get mayWrite(): boolean {
    return this.role === "edit" || this.role === "manage"
  }

  /** True when closing the page would lose text. */
  get isDirty(): boolean {
    return this.#isDirty
  }

  get state(): State {
    if (this.refusal || !this.writable || this.full !== undefined) return "refused"
    if (this.#isLate || this.#behind.isSo) return "offline"
    if (this.isOpen && (this.#ledger.isAllSaved || !this.mayWrite)) return "saved"
    if (this.#isDirty && (this.isOpen || !this.#wasLost)) return "saving"
    return this.#wasLost ? "offline" : "opening"
  }

  get isOpen(): boolean {
    return this.#line.isOpen
  }

  /** Whether this network lets no websocket through. */
  get isRestricted(): boolean {
    return this.#line.isRestricted
  }

  /** The document came with edits that the server may not have. */
  owe(): void {
    this.#isDirty = true
  }

  /** A server that went back has all of the text nevertheless. */
  foundSaved(): void {
    this.#isDirty = false
  }

  /** Tries again now, whatever the wait was. */
  retry(): void {
    this.#line.retry()
  }

  destroy(): void {
    this.#page.abort()
    for (const timer of this.#timers) clearInterval(timer)
    this.#behind.lost()
    this.#doc.off("update", this.#onUpdate)
    this.#line.close()
    this.awareness.destroy()
  }

  #onUpdate = (bytes: Uint8Array, origin: unknown) => {
    this.#hasChanged = true
    if (origin === this) return
    this.#origins.wrote()
    this.#isDirty = true
    this.#watcher.sent?.(this.#send("update", frames.update(bytes)))
    this.#watcher.changed?.()
  }

  /** Announces us again, after others may have heard that we left, or under another name. */
  appear(): void {
    this.awareness.setLocalState(this.awareness.getLocalState() ?? { cursor: null })
  }

  /**
   * The server raises our clock by one when it says that we left, or how we are called now: ours goes up by two, or
   * the others would not listen to us until the next renewal.
   */
  #announce(): void {
    const meta = this.awareness.meta.get(this.awareness.clientID)
    if (meta) meta.clock += 1
    this.#line?.send(frames.presence(this.awareness))
  }

  #send(kind: "step2" | "update" | "ping", bytes: Uint8Array<ArrayBuffer>): number {
    if (!this.isOpen || this.#behind.isSo) return 0
    this.#line.send(bytes)
    return this.#ledger.send(kind, performance.now())
  }

  #onOpen(): void {
    this.#hasAsked = false
    // What a server says of itself comes first: one that has lost something is told nothing of it.
    if (this.#origins.isEmpty) this.#ask()
    this.appear()
    this.#watcher.changed?.()
  }

  #ask(): void {
    if (!this.#hasAsked) this.#line.send(frames.step1(this.#doc))
    this.#hasAsked = true
  }

  #onLost(): void {
    this.#wasLost = true
    this.#isLate = this.#isGreeted = false
    this.#behind.lost()
    this.#ledger = new Ledger()
    this.#watcher.rewound?.()
    const others = [...this.awareness.getStates().keys()].filter(id => id !== this.awareness.clientID)
    removeAwarenessStates(this.awareness, others, this)
    this.#watcher.changed?.()
  }

  /** A renewed link continues at another address for a trusted device. */
  async #end(refusal: Refusal): Promise<void> {
    const mayGoOn = refusal === "closed" || refusal === "withdrawn"
    const url = mayGoOn ? await this.#watcher.moved?.() : undefined
    if (this.#page.signal.aborted) return
    if (url) this.#line = this.#lineTo(url)
    else this.#refuse(refusal)
  }

  #refuse(refusal: Refusal): void {
    this.refusal = refusal
    // What was saved is so no more.
    if (refusal === "wentBack") this.#isDirty = true
    this.#watcher.changed?.()
  }

  #hear(message: frames.Incoming): void {
    switch (message.type) {
      case "step1":
        if (this.#origins.areLost(message.stateVector)) void this.#wait(message.stateVector)
        else this.#greet(message.stateVector)
        break
      case "step2":
        this.#apply(message.update)
        this.#sync()
        break
      case "update":
        if (this.#held && this.#held.push(message.update) > MOST_HELD) this.release()
        else if (!this.#held) this.#apply(message.update)
        this.#behind.heard()
        break
      case "presence":
        applyAwarenessUpdate(this.awareness, message.update, this)
        break
      case "query-presence":
        this.#line.send(frames.presence(this.awareness))
        break
      case "saved":
        // Nothing is while others' letters are missing.
        if (this.#behind.isSo) break
        this.#ledger.save(message.count)
        this.#watcher.saved?.(this.#ledger.saved)
        if (!this.#ledger.isAllSaved) break
        this.#isDirty = this.#wasLost = false
        this.#origins.settled()
        this.savedAt = Date.now()
        this.full = undefined
        break
      case "denied":
        if (this.#isDirty) this.#refuse("denied")
        break
      case "event":
        this.#learn(message.event)
        break
      default:
    }
    this.#watcher.changed?.()
  }

  #greet(theirs: Uint8Array): void {
    this.#behind.end()
    this.#ask()
    if (this.mayWrite) this.#watcher.sent?.(this.#send("step2", frames.step2(this.#doc, theirs)))
  }

  /** Brings our own letters to a server that has lost those of others too, and gives these a while to do the same. */
  async #wait(theirs: Uint8Array): Promise<void> {
    // It asks again where our own letters stand on some that it has lost.
    if (this.#behind.isLooking) return
    if (!this.#behind.wait(performance.now())) {
      this.#line.close()
      this.#refuse("wentBack")
    } else if (this.mayWrite) {
      const own = await this.#watcher.own?.(theirs, this.#origins)
      if (own && this.#behind.isLooking) this.#line.send(frames.bring(own))
    }
  }

  get isHolding(): boolean {
    return (this.#held?.length ?? 0) > 0
  }

  /** Holds remote updates back. */
  hold(): void {
    this.#held ??= []
  }

  /** Applies the updates that were held back. */
  release(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const update of held) this.#apply(update)
    if (held.length > 0) this.#watcher.changed?.()
  }

  #apply(bytes: Uint8Array): void {
    this.isReceiving = true
    try {
      Y.applyUpdate(this.#doc, bytes, this)
    } finally {
      this.isReceiving = false
    }
  }

  #sync(): void {
    this.#line.calm()
    this.#isGreeted = true
    this.savedAt ||= Date.now()
    if (this.isSynced) return
    this.isSynced = true
    this.#watcher.synced?.()
  }

  #learn(event: frames.ServerEvent): void {
    if (event.event === "welcome" || event.event === "role") this.role = event.role as Role
    if (event.event === "welcome") {
      this.#welcomed ??= event.role
      this.isOtherRole = this.#welcomed !== event.role
    }
    // Typed offline, with a right that was taken away meanwhile.
    if (!this.mayWrite && this.#isDirty) this.#refuse("denied")
    if (event.event === "welcome" || event.event === "disk") this.writable = event.writable
    if (event.event === "note-full") {
      this.full = event.limit
      this.#fullAt = performance.now()
      this.#hasChanged = this.#isLate = false
    }
    this.#watcher.event?.(event)
  }

  #ping(): void {
    if (this.mayWrite && this.isSynced && this.#ledger.waitingSince === undefined)
      this.#send("ping", frames.ping())
  }

  #wake(): void {
    if (this.isOpen) this.#ping()
    else this.#line.retry()
  }

  /** Reconnects once the whole text fits again, which resends the refused edits. */
  #tryAgain(limit: number, now: number): void {
    if (!this.#hasChanged || now - this.#fullAt < AGAIN_MS) return
    this.#hasChanged = false
    const text = this.#doc.getText("body").toString()
    if (new TextEncoder().encode(text).length <= limit) this.#line.renew()
  }

  /** Watchdog of acknowledgements, handshakes and opening sockets. */
  #watch(): void {
    if (!this.#line.isTrying) return
    const now = performance.now()
    if (this.full !== undefined) {
      this.#tryAgain(this.full, now)
      return
    }
    const since = this.#ledger.waitingSince ?? (this.#isGreeted ? now : this.#line.begunAt)
    const isLate = now - since > LATE_MS
    if (isLate !== this.#isLate) {
      this.#isLate = isLate
      this.#watcher.changed?.()
    }
    if (isLate && this.writable && now - this.#line.heardAt > DEAD_MS) this.#line.lose()
  }
}
