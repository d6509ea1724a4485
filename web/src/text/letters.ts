/** Letters of the shared text by their ids in Yjs: client id and clock. */
import { createRelativePositionFromTypeIndex, emptySnapshot, type ID, type Text } from "yjs"

export type Letter = readonly [client: number, clock: number]

/** Id of the letter at `index`; undefined at the end of the text. */
export function letterAt(text: Text, index: number): Letter | undefined {
  const { item } = createRelativePositionFromTypeIndex(text, index)
  return item ? [item.client, item.clock] : undefined
}

export interface ClientRun {
  readonly from: number
  readonly to: number
  readonly client: number
}

interface Piece {
  readonly insert: string
  readonly attributes: { readonly ychange: { readonly user: number } }
}

/** The text in runs of one client id: as the difference from an empty document, in which each letter is added by its client. */
export function clientRuns(text: Text): ClientRun[] {
  const added = (type: "added" | "removed", { client }: ID) => ({ type, user: client })
  const pieces: readonly Piece[] = text.toDelta(undefined, emptySnapshot, added)
  let to = 0
  return pieces.map(({ insert, attributes }) => {
    const from = to
    to += insert.length
    return { from, to, client: attributes.ychange.user }
  })
}
