/** What one act takes, and the text without it. */
import { expect, test } from "vitest"
import { isGreat, losses } from "./loss.ts"
import { Story } from "./story.ts"

const words = (count: number) => Array.from({ length: count }, (_, n) => `mot${n} `).join("")

/** A note of so many words, of which `gone` go at moment 2; `after` is written at moment 3. */
function story(stay: number, gone: number, after = ""): Story {
  const spans = [
    [0, words(stay), 1],
    [0, words(gone), 1, 0, 2],
    [1, after, 3],
  ] as const
  return new Story({
    epoch: 1,
    seq: 3,
    people: [
      { name: "Inès", colour: 1 },
      { name: "Claire", colour: 2 },
    ],
    versions: [],
    spans,
    times: [0, 1, 1],
    who: [0, 1, 0],
  })
}

test("more than 200 words are a great loss, or a third of a note that has some", () => {
  expect(isGreat(201, 5000)).toBe(true)
  expect(isGreat(200, 5000)).toBe(false)
  expect(isGreat(40, 100)).toBe(true)
  expect(isGreat(33, 100)).toBe(false)
  expect(isGreat(10, 12)).toBe(false)
})

test("the moment of a great loss is found with its words", () => {
  expect(losses(story(1000, 250))).toEqual([{ moment: 2, words: 250 }])
  expect(losses(story(10, 40))).toEqual([{ moment: 2, words: 40 }])
  expect(losses(story(1000, 150))).toEqual([])
  expect(losses(story(1000, 250), 2)).toEqual([])
})

test("the text without a moment has what it took, and what came since", () => {
  expect(story(3, 2, "Fin.").without(2)).toBe(`${words(3)}${words(2)}Fin.`)
  expect(story(3, 2, "Fin.").without(3)).toBe(words(3))
  expect(story(3, 2, "Fin.").largest(2)).toBe(3)
})
