/** Letters of the shared text by their ids in Yjs: client id and clock. */
import {
  createRelativePositionFromTypeIndex,
  emptySnapshot,
  getItem,
  type ID,
  Item,
  type Text,
  type Transaction,
} from "yjs"

export type Letter = readonly [client: number, clock: number]

/** Id of the letter at `index`; undefined at the end of the text. */
export function letterAt(text: Text, index: number): Letter | undefined {
  const { item } = createRelativePositionFromTypeIndex(text, index)
  return item ? [item.client, item.clock] : undefined
}

export interface ClientRun {
  readonly from: number
  to: number
  readonly client: number
}

/** Letters that were put back: of a client, from a clock to before another, and the client that typed them. */
export type Copy = readonly [client: number, start: number, end: number, typist: number]

interface Piece {
  readonly insert: string
  readonly attributes: { readonly ychange: { readonly of: ID } }
}

/** The text in runs of the client ids that typed it: as the difference from an empty document, item by item. */
export function clientRuns(text: Text, copies: readonly Copy[] = []): ClientRun[] {
  // Without a `user` that is the client of the next item, Yjs tells each item apart.
  const added = (type: "added" | "removed", of: ID) => ({ type, of })
  const pieces: readonly Piece[] = text.toDelta(undefined, emptySnapshot, added)
  const byClient = new Map<number, Copy[]>()
  for (const copy of copies) byClient.set(copy[0], [...(byClient.get(copy[0]) ?? []), copy])
  const runs: ClientRun[] = []
  const add = (client: number, length: number) => {
    const last = runs.at(-1)
    const from = last?.to ?? 0
    if (last?.client === client) last.to += length
    else if (length > 0) runs.push({ from, to: from + length, client })
  }
  for (const { insert, attributes } of pieces) {
    const { client, clock } = attributes.ychange.of
    const end = clock + insert.length
    let at = clock
    for (const [, first, after, typist] of byClient.get(client) ?? []) {
      const [from, to] = [Math.max(at, first), Math.min(end, after)]
      if (from >= to) continue
      add(client, from - at)
      add(typist, to - from)
      at = to
    }
    add(client, end - at)
  }
  return runs
}

/** Whether letters came in front of deleted ones, as those do that are put back. */
export function mayPutBack({ doc: { store }, beforeState, afterState }: Transaction): boolean {
  for (const [client, end] of afterState) {
    const before = beforeState.get(client) ?? 0
    const structs = end > before ? (store.clients.get(client) ?? []) : []
    for (let at = structs.length - 1; at >= 0; at -= 1) {
      const item = structs[at]
      if (!item || item.id.clock < before) break
      if (item instanceof Item && item.rightOrigin && getItem(store, item.rightOrigin).deleted) return true
    }
  }
  return false
}
