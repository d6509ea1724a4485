import { expect, test, vi } from "vitest"
import { Story } from "../story/story.ts"
import { basesOf } from "./versions.ts"

vi.mock("../words.ts", () => ({ t: (key: string) => key }))
vi.mock("../screen/when.ts", () => ({ day: () => "", clock: () => "" }))

const told = (times: number[], spans: unknown[]) =>
  new Story({ times, who: times.map(() => -1), people: [], versions: [], spans } as never)
const namesOf = (story: Story) =>
  basesOf(story, story.moments, undefined).map(({ moment, name }) => [moment, name])

test("a note that nobody has changed is compared with its initial text", () => {
  const imported = told([1_000], [[-1, "# Eau", 1]])
  expect(namesOf(imported)).toEqual([
    [1, "history.first"],
    [0, "history.blank"],
  ])
})

test("one that somebody has changed too, and one that was typed with an empty page", () => {
  const changed = told(
    [1_000, 2_000],
    [
      [-1, "# Eau", 1],
      [0, "x", 2],
    ],
  )
  expect(namesOf(changed)).toEqual([
    [1, "history.first"],
    [0, "history.blank"],
  ])
  expect(namesOf(told([1_000], [[0, "# Eau", 1]]))).toEqual([[0, "history.blank"]])
})
