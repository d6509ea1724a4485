/** Great losses: moments at which one act took more than 200 words of a note, or a third of them. */
import type { Story } from "./story.ts"

export interface Loss {
  readonly moment: number
  readonly words: number
}

const MANY = 200
const SHARE = 1 / 3
/** A third of a few words is no loss. */
const FEW = 30
/** Shorter ones have no so many words. */
const LETTERS = 60

const wordsIn = (text: string) => text.match(/[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*/gu)?.length ?? 0

/** Whether so many words of a text are a great loss. */
export const isGreat = (words: number, all: number) => words > MANY || (words >= FEW && words > all * SHARE)

/** How many words an act took, where they were many: what it says again is not lost. */
export function lossOf(before: string, after: string, went: string): number {
  const words = Math.min(wordsIn(went), wordsIn(before) - wordsIn(after))
  return isGreat(words, wordsIn(before)) ? words : 0
}

/** All of them, the latest first; those after `since`. */
export function losses(story: Story, since = 0): Loss[] {
  const gone = story.gone()
  const found: Loss[] = []
  for (let moment = story.moments; moment > since; moment -= 1) {
    if ((gone[moment] ?? 0) < LETTERS) continue
    const words = lossOf(story.text(moment - 1), story.text(moment), story.wentAt(moment))
    if (words > 0) found.push({ moment, words })
  }
  return found
}
