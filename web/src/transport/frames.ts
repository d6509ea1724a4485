/** The wire of /sync/{token}: y-websocket's messages, and two of ours (acknowledgements and events). */
import * as decoding from "lib0/decoding"
import * as encoding from "lib0/encoding"
import { type Awareness, encodeAwarenessUpdate } from "y-protocols/awareness"
import * as Y from "yjs"
import type { Card } from "../note/card.ts"

const [SYNC, PRESENCE, AUTH, QUERY_PRESENCE, SAVED, EVENT] = [0, 1, 2, 3, 4, 5]
const [STEP1, STEP2, UPDATE] = [0, 1, 2]

/** Events of the server, by name. */
export type ServerEvent =
  | {
      event: "welcome"
      role: string
      epoch: number
      writable: boolean
      visitor: { name: string | null; colour: number }
    }
  | { event: "role"; role: string }
  | { event: "disk"; writable: boolean }
  | { event: "client-id-taken" }
  | ({ event: "card"; reopened?: boolean } & Card)
  | { event: "comments" }
  | { event: "note-full"; limit: number }
  | { event: "extent"; pages: number | null; fits_in: number | null }

export type Incoming =
  | { type: "step1"; stateVector: Uint8Array }
  | { type: "step2" | "update"; update: Uint8Array }
  | { type: "presence"; update: Uint8Array }
  | { type: "query-presence" }
  | { type: "denied" }
  | { type: "saved"; count: number }
  | { type: "event"; event: ServerEvent }
  | { type: "unknown" }

function frame(...parts: (number | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  const out = encoding.createEncoder()
  for (const part of parts)
    if (typeof part === "number") encoding.writeVarUint(out, part)
    else encoding.writeVarUint8Array(out, part)
  return encoding.toUint8Array(out)
}

export const step1 = (doc: Y.Doc) => frame(SYNC, STEP1, Y.encodeStateVector(doc))
export const step2 = (doc: Y.Doc, theirs: Uint8Array) => bring(Y.encodeStateAsUpdate(doc, theirs))
/** All that this page brings, chosen by itself. */
export const bring = (bytes: Uint8Array) => frame(SYNC, STEP2, bytes)
export const update = (bytes: Uint8Array) => frame(SYNC, UPDATE, bytes)
/** An update of nothing: the server acknowledges it, which shows that the line and the disk are alive. */
export const ping = () => update(new Uint8Array([0, 0]))
/** Whether the server says something to a message of ours: what it has, or that it is on disk. */
export const isAnswered = (bytes: Uint8Array) => bytes[0] === SYNC
/** Whether a message of the server is such an answer. */
export function isAnswer(data: ArrayBuffer): boolean {
  const [type, kind] = new Uint8Array(data, 0, Math.min(2, data.byteLength))
  return type === SAVED || (type === SYNC && kind === STEP2)
}
/** Our own presence only: the server refuses that of others. */
export const presence = (awareness: Awareness) =>
  frame(PRESENCE, encodeAwarenessUpdate(awareness, [awareness.clientID]))

/** Parses one message of the server; types of a newer server are `unknown`. */
export function read(data: ArrayBuffer): Incoming {
  const from = decoding.createDecoder(new Uint8Array(data))
  switch (decoding.readVarUint(from)) {
    case SYNC: {
      const kind = decoding.readVarUint(from)
      const bytes = decoding.readVarUint8Array(from)
      if (kind === STEP1) return { type: "step1", stateVector: bytes }
      return { type: kind === STEP2 ? "step2" : "update", update: bytes }
    }
    case PRESENCE:
      return { type: "presence", update: decoding.readVarUint8Array(from) }
    case AUTH:
      return { type: "denied" }
    case QUERY_PRESENCE:
      return { type: "query-presence" }
    case SAVED:
      return { type: "saved", count: decoding.readVarUint(from) }
    case EVENT:
      return { type: "event", event: JSON.parse(decoding.readVarString(from)) as ServerEvent }
    default:
      return { type: "unknown" }
  }
}
