/** The server's websocket. */
import type { Hearer, Transport } from "./transport.ts"

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
