/** Blocks that are pasted into a cell, which holds words alone. */
import { expect, test } from "vitest"
import { flat, inCell } from "./tables.ts"

test.each([
  ["## Un titre\n\nUn **mot**.", "Un titre<br>Un **mot**."],
  ["un\n\n| a | b |\n| --- | --: |\n| c \\| d |  |\n| e | f |\n", "un<br>a · b<br>c \\| d<br>e · f"],
  ["- un\n- deux", "• un<br>• deux"],
  ["> cité\n> ici", "cité<br>ici"],
  ["::: retenir\nun\n:::", "un"],
  ["#1 de la liste", "#1 de la liste"],
])("a cell shows no sign of a block: %j", (markdown, expected) => {
  expect(inCell(flat(markdown))).toBe(expected)
})
