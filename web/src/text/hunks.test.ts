import { Text } from "@codemirror/state"
import { expect, test } from "vitest"
import { hunks } from "./hunks.ts"

const inserted = (before: string, after: string): string[] => {
  const found: string[] = []
  hunks(before, after).iterChanges((_fromA, _toA, _fromB, _toB, insert) => found.push(insert.toString()))
  return found
}

test.each([
  ["", ""],
  ["", "a"],
  ["a\n", ""],
  ["a\nb\nc", "a\nc"],
  ["a\nb\nc\n", "a\nx b\nc\nd"],
  ["a\nb\nb\n", "b\nb\na\nb"],
  ["un\n\ndeux\n", "zéro\nun\n\ndeux, trois\n\nquatre"],
])("the changes make the one text of the other: %j, %j", (before, after) => {
  expect(
    hunks(before, after)
      .apply(Text.of(before.split("\n")))
      .toString(),
  ).toBe(after)
})

test("what stands between two changes is in neither", () => {
  expect(inserted("# Titre\n\nUn.\n\nDeux.\n", "# Titre\n\nUn, dit-elle.\n\nDeux.\n\nTrois.\n")).toEqual([
    ", dit-elle",
    "\nTrois.\n",
  ])
})

test("texts of thousands of lines without one in common are one change", () => {
  const lines = (mark: string) => Array.from({ length: 3000 }, (_, n) => `${mark}${n}\n`).join("")
  expect(inserted(lines("a"), lines("b"))).toHaveLength(1)
})
