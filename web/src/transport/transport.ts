/** One connection to the server, whatever carries it. */
export interface Transport {
  readonly isOpen: boolean
  send(bytes: Uint8Array<ArrayBuffer>): void
  /** Ends it; nothing is heard of it any more. */
  close(): void
}

export interface Hearer {
  opened(): void
  heard(message: ArrayBuffer): void
  /** It is over, or could not begin; `code` is the server's close code, or 1006. */
  closed(code: number): void
}

/** What a browser says of a websocket that ended without a word. */
export const WORDLESS = 1006
