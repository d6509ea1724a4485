/**
 * The websocket's messages over HTTP, for networks that let no websocket through: POST up, and down a stream of
 * events, or long polls where a proxy keeps the stream to itself.
 */

import * as decoding from "lib0/decoding"
import * as encoding from "lib0/encoding"
import { isAnswer, isAnswered } from "./frames.ts"
import { Patience } from "./patience.ts"
import { codeOf, LateError, request, type Told, tell } from "./request.ts"
import { eventReader, type ServerSentEvent } from "./server-sent-events.ts"
import { type Hearer, type Transport, WORDLESS } from "./socket.ts"

/** A stream without a first byte for so long is buffered by a proxy, or its server is frozen: polls work in both. */
const FIRST_WORD_MS = 3_000
/** The server says something every 15 s. */
const SILENCE_MS = 25_000
/** A note may have to be loaded first. */
const BEGUN_MS = 2_000
const POLL_S = 25
const POLLED_MS = POLL_S * 1_000 + 30_000
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
  #up = new Patience()
  #down = new Patience()
  /** While an answer to a message of ours is due: it may be on a way down that is dead. */
  #due = { answer: new Patience(), timer: 0, since: 0 }
  #fetching = new AbortController()

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
    let told: Told | undefined
    while (!told && !this.#end.signal.aborted) {
      try {
        const began = performance.now()
        const within = Math.max(BEGUN_MS, this.#up.within())
        told = await this.#request(this.#url, { method: "POST" }, tell, within)
        this.#up.succeeded(performance.now() - began)
      } catch (error) {
        await this.#wait(this.#up, error)
      }
    }
    if (this.#end.signal.aborted) return
    if (!told?.session) return this.#fail(codeOf(told))
    this.#session = told.session
    this.isOpen = true
    this.#hearer.opened()
    for (const message of told.messages ?? []) this.#hear(decode(message))
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
        const body = serialize(this.#queue)
        const [within, began] = [this.#up.within(body.length), performance.now()]
        this.#settle(await this.#request(url, { method: "POST", body }, tell, within), began)
      } catch (error) {
        await this.#wait(this.#up, error)
      }
    }
    this.#isPosting = false
  }

  #settle(told: Told, began: number): void {
    const taken = told.taken ?? (told.expected ?? 0) - 1
    const count = taken - this.#taken
    if (count >= 0 && count <= this.#queue.length) {
      if (this.#queue.splice(0, count).some(isAnswered)) this.#expectAnswer()
      this.#taken = taken
      this.#up.succeeded(performance.now() - began)
    } else this.#fail(codeOf(told))
  }

  /** Asks anew where nothing comes of what the server has taken: by another server it may come. */
  #expectAnswer(): void {
    if (this.#due.timer || !this.isOpen) return
    this.#due.since ||= performance.now()
    this.#due.timer = window.setTimeout(() => {
      this.#due.timer = 0
      if (this.#due.answer.failed(true) === undefined) return
      this.#fetching.abort()
      this.#expectAnswer()
    }, this.#due.answer.within())
  }

  #hasAnswer(): void {
    if (!this.#due.since) return
    clearTimeout(this.#due.timer)
    this.#due.answer.succeeded(performance.now() - this.#due.since)
    this.#due.timer = this.#due.since = 0
  }

  async #poll(): Promise<void> {
    const url = this.#address({ after: this.#heard, wait: POLL_S })
    const read = async (answer: Response) => {
      if (answer.ok) return parse(await answer.arrayBuffer())
      this.#fail(codeOf(await tell(answer)))
      return []
    }
    const { signal } = this.#begunFetching()
    try {
      const messages = await request(url, {}, read, POLLED_MS, signal)
      this.#down.succeeded()
      for (const message of messages) this.#hear(message)
    } catch (error) {
      if (!signal.aborted) await this.#wait(this.#down, error)
    }
  }

  /** What aborts the fetch that begins, and with it the transport's end. */
  #begunFetching(): AbortController {
    const fetching = new AbortController()
    this.#fetching = fetching
    this.#end.signal.addEventListener("abort", () => fetching.abort(), { signal: fetching.signal })
    return fetching
  }

  async #stream(): Promise<void> {
    let isSilent = false
    const cut = this.#begunFetching()
    const giveUp = () => {
      isSilent = true
      cut.abort()
    }
    let silence = setTimeout(giveUp, FIRST_WORD_MS)
    try {
      const answer = await fetch(this.#address({ after: this.#heard }), { signal: cut.signal })
      if (!answer.ok || !answer.body) return this.#fail(codeOf(await tell(answer)))
      const [reader, read, text] = [answer.body.getReader(), eventReader(), new TextDecoder()]
      for (;;) {
        const { done, value } = await reader.read()
        if (done) break
        clearTimeout(silence)
        silence = setTimeout(giveUp, SILENCE_MS)
        this.#down.succeeded()
        for (const event of read(text.decode(value, { stream: true }))) this.#take(event)
      }
    } catch (error) {
      if (isSilent) this.isPolling = true
      else if (!cut.signal.aborted) await this.#wait(this.#down, error)
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
    else if (event.id === this.#heard + 1) this.#hear(decode(event.data))
  }

  #hear(message: ArrayBuffer): void {
    if (!this.isOpen) return
    this.#heard += 1
    if (isAnswer(message)) this.#hasAnswer()
    this.#hearer.heard(message)
  }

  #request<Read>(
    url: URL,
    init: RequestInit,
    read: (answer: Response) => Promise<Read>,
    within: number,
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

  async #wait(patience: Patience, error: unknown): Promise<void> {
    if (this.#end.signal.aborted) return
    const isLate = error instanceof LateError
    // What says nothing to the one may say nothing to the other. Once: a proxy that sends requests by turns would
    // send each of the one kind to the same server.
    if (isLate && patience === this.#up && !patience.isLate) this.#fetching.abort()
    const wait = patience.failed(isLate)
    if (wait === undefined) this.#fail()
    else await new Promise(resolve => setTimeout(resolve, wait))
  }

  #fail(code = WORDLESS): void {
    if (this.#end.signal.aborted) return
    this.#stop()
    this.#hearer.closed(code)
  }

  #stop(): void {
    this.isOpen = false
    clearTimeout(this.#due.timer)
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

function decode(message: string): ArrayBuffer {
  return Uint8Array.from(atob(message), letter => letter.charCodeAt(0)).buffer
}

function parse(body: ArrayBuffer): ArrayBuffer[] {
  const messages: ArrayBuffer[] = []
  const from = decoding.createDecoder(new Uint8Array(body))
  while (decoding.hasContent(from)) messages.push(decoding.readVarUint8Array(from).slice().buffer)
  return messages
}
