/** Notes that chains of gestures leave, for readers in other languages than this one. */
import { gesture } from "./chance.testing.ts"
import { Hands } from "./hands.testing.ts"
import { Chance, note } from "./notes.testing.ts"
import { read } from "./reader.testing.ts"
import { modelOf } from "./shown.testing.ts"

type Blocks = readonly { readonly kind: string; readonly box: string; readonly text: string }[]

export interface LeftNote {
  readonly text: string
  readonly blocks: Blocks
}

export const readOf = (text: string): Blocks => modelOf(read(text))

export function left(seed: number, gestures = 8): LeftNote {
  const chance = new Chance(seed)
  const hands = new Hands("").fill(note(chance))
  for (let count = 0; count < gestures; count += 1)
    for (const step of gesture(hands.text, chance)?.steps ?? []) hands.run(step)
  return { text: hands.text, blocks: readOf(hands.text) }
}
