/** Any gestures in a note, from a seed: as steps for an editor, with the blocks that a model makes of them. */
import type { Block, Place } from "./blocks.testing.ts"
import { GESTURES, type Step } from "./gestures.testing.ts"
import { Model } from "./model.testing.ts"
import type { Chance } from "./notes.testing.ts"
import { read } from "./reader.testing.ts"
import { isBlind, isIndented, modelOf, shownBy, withEmpty } from "./shown.testing.ts"

export interface Gesture {
  readonly name: string
  /** The kinds of the blocks that it begins and ends in. */
  readonly where: string
  readonly steps: readonly Step[]
  /** The note after it, as `shownOf` says it. */
  readonly expected: readonly string[]
}

export const NAMES: readonly string[] = Object.keys(GESTURES)

const isText = ({ kind, text }: Block) =>
  kind !== "atom" && !kind.endsWith("table") && (text !== "" || kind !== "p")
const isBefore = (one: Place, other: Place) =>
  one.block < other.block || (one.block === other.block && one.at < other.at)

/** A gesture in a note; undefined where none can be made at the places that are drawn. */
export function gesture(text: string, chance: Chance): Gesture | undefined {
  const reads = withEmpty(read(text), text)
  const blocks = modelOf(reads)
  const places = blocks.flatMap((block, index) =>
    isText(block) && !/[A-Z]{4}/.test(block.kind) ? [index] : [],
  )
  const isUnknown = isBlind(text) || reads.some(one => isIndented(one, text))
  if (places.length === 0 || isUnknown) return undefined
  const draw = (block: number): Place => {
    const { length } = blocks[block]?.text ?? ""
    return { block, at: chance.pick([0, length, chance.below(length + 1)]) }
  }
  const one = draw(chance.pick(places))
  const other = draw(chance.next() < 0.4 ? one.block : chance.pick(places))
  const name = chance.pick(NAMES)
  const isSwapped = isBefore(other, one) && !name.startsWith("drag")
  const [from, to] = isSwapped ? [other, one] : [one, other]
  const at = ({ block, at }: Place) => chance.pick(reads[block]?.places[at] ?? [reads[block]?.to ?? 0])
  const model = new Model(blocks, from)
  const steps = GESTURES[name]?.({ source: text, reads, model, chance, from, to, at })
  if (!steps) return undefined
  model.level()
  const where = [from, to].map(({ block }) => `${blocks[block]?.box ? "box/" : ""}${blocks[block]?.kind}`)
  return { name, where: where.join(" to "), steps, expected: shownBy(model.blocks) }
}
