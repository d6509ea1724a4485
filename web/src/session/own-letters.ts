/** A page's own letters, for a server that has lost those of others too. Part. */
import * as encoding from "lib0/encoding"
import * as Y from "yjs"

type Deletions = ReadonlyMap<number, readonly { readonly clock: number; readonly len: number }[]>

/**
 * What a server with this state vector lacks of the page's own letters, and of its deletions; undefined where that is
 * nothing. The letters of others come from their authors: a page that brought them would be taken for who wrote them.
 */
export function ownLetters(
  doc: Y.Doc,
  theirs: Uint8Array,
  isOfOthers: (client: number) => boolean,
): Uint8Array<ArrayBuffer> | undefined {
  const there = Y.decodeStateVector(theirs)
  const asked = Y.decodeStateVector(Y.encodeStateVector(doc))
  for (const client of asked.keys()) if (!isOfOthers(client)) asked.set(client, there.get(client) ?? 0)
  const update = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(asked))
  const { structs, ds } = Y.decodeUpdate(update)
  const deletions = possible(ds.clients, client =>
    isOfOthers(client) ? (there.get(client) ?? 0) : Number.POSITIVE_INFINITY,
  )
  if (structs.length === 0 && deletions.size === 0) return undefined
  const [blocks, ending] = [
    update.subarray(0, update.length - written(ds.clients).length),
    written(deletions),
  ]
  const whole = new Uint8Array(blocks.length + ending.length)
  whole.set(blocks)
  whole.set(ending, blocks.length)
  return whole
}

/** A deletion of what the server lacks would have the whole update refused. */
function possible(deletions: Deletions, endOf: (client: number) => number): Deletions {
  const kept = new Map<number, { clock: number; len: number }[]>()
  for (const [client, ranges] of deletions) {
    const end = endOf(client)
    const some = ranges
      .filter(({ clock }) => clock < end)
      .map(({ clock, len }) => ({ clock, len: Math.min(len, end - clock) }))
    if (some.length > 0) kept.set(client, some)
  }
  return kept
}

/** As they stand at the end of an update. */
function written(deletions: Deletions): Uint8Array {
  const out = encoding.createEncoder()
  encoding.writeVarUint(out, deletions.size)
  for (const [client, ranges] of deletions) {
    encoding.writeVarUint(out, client)
    encoding.writeVarUint(out, ranges.length)
    for (const { clock, len } of ranges) {
      encoding.writeVarUint(out, clock)
      encoding.writeVarUint(out, len)
    }
  }
  return encoding.toUint8Array(out)
}
