/**
 * The websocket's messages over HTTP, for networks that let no websocket through: POST up, and down a stream of
 * events, or long polls where a proxy keeps the stream to itself.
 */

import * as decoding from "lib0/decoding"
import * as encoding from "lib0/encoding"
import { codeOf, request, type Told, tell } from "./request.ts"
import { eventReader, type ServerSentEvent } from "./server-sent-events.ts"
import { type Hearer, type Transport, WORDLESS } from "./socket.ts"

/** A stream without a first byte for so long is buffered by a proxy. */
const FIRST_WORD_MS = 5_000
/** The server says something every 15 s. */
const SILENCE_MS = 25_000
const REQUEST_MS = 30_000
const POLL_S = 25
/** So many requests in a row may fail. */
const TRIES = 4
const FIRST_WAIT_MS = 300
/** The most that browsers send with `keepalive` while a page unloads. */
const LAST_BYTES = 60_000
/** About how many bytes a request carries; one message may be longer. */
const MOST_BYTES = 1 << 18

export class Http implements Transport {
  isOpen = false
  /** Whether a stream does not get through, so that it asks again and again. */
  isPolling: boolean
  readonly #url: URL
  readonly #hearer: Hearer
  readonly #end = new AbortController()
  #session = ""
  /** The number of the last message that was heard, and of the last of ours that the server has. */
  #heard = 0
  #taken = 0
  #queue: Uint8Array[] = []
  #isPosting = false
  #owesWord = false
  #failures = { up: 0, down: 0 }

  constructor(url: URL, hearer: Hearer, isPolling = false) {
    this.#url = new URL(url)
    this.#url.pathname += "/http"
    this.#hearer = hearer
    this.isPolling = isPolling
    addEventListener("pagehide", () => this.#sayLast(false), { signal: this.#end.signal })
    void this.#begin()
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    if (!this.isOpen) return
    this.#queue.push(bytes)
    void this.#post()
  }

  close(): void {
    if (this.isOpen) this.#sayLast(true)
    this.#stop()
  }

  async #begin(): Promise<void> {
    const told = await this.#request(this.#url, { method: "POST" }, tell).catch(() => undefined)
    if (this.#end.signal.aborted) return
    if (!told?.session) return this.#fail(codeOf(told))
    this.#session = told.session
    this.isOpen = true
    this.#hearer.opened()
    while (this.isOpen) await (this.isPolling ? this.#poll() : this.#stream())
  }

  /** Sends the queue, one request after the other, which keeps the order of messages. */
  async #post(): Promise<void> {
    if (this.#isPosting) return
    this.#isPosting = true
    while (this.isOpen && (this.#owesWord || this.#queue.length > 0)) {
      this.#owesWord = false
      const url = this.#address({ first: this.#taken + 1, heard: this.#heard })
      try {
        const init = { method: "POST", body: serialize(this.#queue) }
        this.#settle(await this.#request(url, init, tell))
      } catch {
        await this.#wait("up")
      }
    }
    this.#isPosting = false
  }

  #settle(told: Told): void {
    const taken = told.taken ?? (told.expected ?? 0) - 1
    const count = taken - this.#taken
    if (count >= 0 && count <= this.#queue.length) {
      this.#queue.splice(0, count)
      this.#taken = taken
      this.#failures.up = 0
    } else this.#fail(codeOf(told))
  }

  async #poll(): Promise<void> {
    const url = this.#address({ after: this.#heard, wait: POLL_S })
    const read = async (answer: Response) => {
      if (answer.ok) return parse(await answer.arrayBuffer())
      this.#fail(codeOf(await tell(answer)))
      return []
    }
    try {
      const messages = await this.#request(url, {}, read, POLL_S * 1_000 + REQUEST_MS)
      this.#failures.down = 0
      for (const message of messages) this.#hear(message)
    } catch {
      await this.#wait("down")
    }
  }

  async #stream(): Promise<void> {
    let isSilent = false
    const cut = new AbortController()
    const giveUp = () => {
      isSilent = true
      cut.abort()
    }
    let silence = setTimeout(giveUp, FIRST_WORD_MS)
    this.#end.signal.addEventListener("abort", () => cut.abort(), { signal: cut.signal })
    try {
      const answer = await fetch(this.#address({ after: this.#heard }), { signal: cut.signal })
      if (!answer.ok || !answer.body) return this.#fail(codeOf(await tell(answer)))
      const [reader, read, text] = [answer.body.getReader(), eventReader(), new TextDecoder()]
      for (;;) {
        const { done, value } = await reader.read()
        if (done) break
        clearTimeout(silence)
        silence = setTimeout(giveUp, SILENCE_MS)
        this.#failures.down = 0
        for (const event of read(text.decode(value, { stream: true }))) this.#take(event)
      }
    } catch {
      if (isSilent) this.isPolling = true
      else await this.#wait("down")
    } finally {
      clearTimeout(silence)
      cut.abort()
    }
  }

  #take(event: ServerSentEvent | "comment"): void {
    if (event === "comment") {
      this.#owesWord = true
      void this.#post()
    } else if (event.event === "close") this.#fail(codeOf(JSON.parse(event.data)))
    else if (event.id === this.#heard + 1)
      this.#hear(Uint8Array.from(atob(event.data), letter => letter.charCodeAt(0)).buffer)
  }

  #hear(message: ArrayBuffer): void {
    if (!this.isOpen) return
    this.#heard += 1
    this.#hearer.heard(message)
  }

  #request<Read>(
    url: URL,
    init: RequestInit,
    read: (answer: Response) => Promise<Read>,
    within = REQUEST_MS,
  ): Promise<Read> {
    return request(url, init, read, within, this.#end.signal)
  }

  #address(query: Record<string, number>): URL {
    const url = new URL(this.#url)
    url.search = ""
    for (const [name, value] of Object.entries({ session: this.#session, ...query }))
      url.searchParams.set(name, String(value))
    return url
  }

  async #wait(way: "up" | "down"): Promise<void> {
    this.#failures[way] += 1
    if (this.#failures[way] > TRIES) this.#fail()
    else if (this.isOpen)
      await new Promise(resolve => setTimeout(resolve, FIRST_WAIT_MS * 2 ** this.#failures[way]))
  }

  #fail(code = WORDLESS): void {
    if (this.#end.signal.aborted) return
    this.#stop()
    this.#hearer.closed(code)
  }

  #stop(): void {
    this.isOpen = false
    this.#end.abort()
  }

  /** Flushes the queue when the page or the session ends. */
  #sayLast(isEnd: boolean): void {
    const body = serialize(this.#queue)
    if (!this.isOpen || body.length > LAST_BYTES || !(isEnd || body.length)) return
    const url = this.#address({ first: this.#taken + 1, ...(isEnd && { bye: 1 }) })
    fetch(url, { method: "POST", body, keepalive: true }).catch(() => undefined)
  }
}

/** Serialises as many of the first messages as go into one request, each behind its length. */
function serialize(messages: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = encoding.createEncoder()
  for (const message of messages) {
    if (encoding.hasContent(out) && encoding.length(out) + message.length > MOST_BYTES) break
    encoding.writeVarUint8Array(out, message)
  }
  return encoding.toUint8Array(out)
}

function parse(body: ArrayBuffer): ArrayBuffer[] {
  const messages: ArrayBuffer[] = []
  const from = decoding.createDecoder(new Uint8Array(body))
  while (decoding.hasContent(from)) messages.push(decoding.readVarUint8Array(from).slice().buffer)
  return messages
}
