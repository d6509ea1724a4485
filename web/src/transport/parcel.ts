/** Several messages as the body of one request or answer, each behind its length. */
import * as decoding from "lib0/decoding"
import * as encoding from "lib0/encoding"

/** A request carries about so many bytes; one message may be longer. */
const MOST_BYTES = 1 << 18

/** As many of the first messages as go into one request. */
export function wrap(messages: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = encoding.createEncoder()
  for (const message of messages) {
    if (encoding.hasContent(out) && encoding.length(out) + message.length > MOST_BYTES) break
    encoding.writeVarUint8Array(out, message)
  }
  return encoding.toUint8Array(out)
}

export function unwrap(body: ArrayBuffer): ArrayBuffer[] {
  const messages: ArrayBuffer[] = []
  const from = decoding.createDecoder(new Uint8Array(body))
  while (decoding.hasContent(from)) messages.push(decoding.readVarUint8Array(from).slice().buffer)
  return messages
}
