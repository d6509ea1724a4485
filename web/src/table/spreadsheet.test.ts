import { expect, test } from "vitest"
import { cellsOf } from "./spreadsheet.ts"

test.each([
  [
    "a\tb\r\n1\t2\r\n",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  ['"x\ny"\t"dit ""oui"""\n', [["x\ny", 'dit "oui"']]],
  ["seul\n", undefined],
  ['5" de\tlarge', [['5" de', "large"]]],
  ["a\n\nb", [["a"], [""], ["b"]]],
])("the cells of a spreadsheet are read: %j", (text, expected) => {
  expect(cellsOf(text)).toEqual(expected)
})
