/** The interface of a connection, and its implementation by websocket. */

export interface Transport {
  readonly isOpen: boolean
  send(bytes: Uint8Array<ArrayBuffer>): void
  /** Closes it without further events. */
  close(): void
}

export interface Hearer {
  opened(): void
  heard(message: ArrayBuffer): void
  /** Closed, or failed to open; `code` is the server's close code, or 1006. */
  closed(code: number): void
}

/** The close code that browsers report for an abnormal end. */
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
