/** One connection to the server, whatever carries it, and the one by websocket. */

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

export function openSocket(url: URL, hearer: Hearer): Transport {
  const address = new URL(url)
  address.protocol = url.protocol === "https:" ? "wss:" : "ws:"
  const socket = new WebSocket(address, "pochette.1")
  socket.binaryType = "arraybuffer"
  socket.onopen = () => hearer.opened()
  socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => hearer.heard(data)
  socket.onclose = ({ code }) => hearer.closed(code)
  return {
    get isOpen() {
      return socket.readyState === WebSocket.OPEN
    },
    send(bytes) {
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes)
    },
    close() {
      socket.onopen = socket.onmessage = socket.onclose = null
      socket.close()
    },
  }
}
