/** Packs cards into a column: each at its passage where there is room, the others give way. */

export interface Card {
  /** Where its passage stands, in pixels from the top of the column. */
  readonly at: number
  readonly height: number
}

export const GAP_PX = 8

/**
 * The tops of cards in the order of the text. The card numbered `active` stands at its passage, or at `first` if that is higher;
 * those after it are pushed down, those before it up, above `first` if need be. Without one, all are pushed down from `first`.
 * One of those before it that `edge` would cut goes wholly above the edge.
 */
export function packed(
  cards: readonly Card[],
  active: number,
  first: number,
  edge = Number.NEGATIVE_INFINITY,
): number[] {
  const start = Math.max(0, active)
  const tops: number[] = []
  let floor = first
  for (const [number, { at, height }] of cards.entries()) {
    if (number < start) continue
    tops[number] = Math.max(at, floor)
    floor = (tops[number] ?? 0) + height + GAP_PX
  }
  let ceiling = tops[start] ?? 0
  for (let number = start - 1; number >= 0; number -= 1) {
    const { at, height } = cards[number] as Card
    const top = Math.min(Math.max(at, first), ceiling - GAP_PX - height)
    const isCut = top < edge && top + height > edge - GAP_PX
    tops[number] = isCut ? edge - GAP_PX - height : top
    ceiling = tops[number] ?? 0
  }
  return tops
}

/** Where a card that wants to stand at `at` stands whole between two heights; its top comes first where it is too high. */
export const inSight = ({ at, height }: Card, from: number, to: number): number =>
  Math.max(from, Math.min(at, to - height))
