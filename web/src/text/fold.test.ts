/** Cases that the server is asked too, in tests/export/test_folding.py; and places of what is folded. */
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import cases from "./fold.cases.json"
import { fold, folded, hasWords, lengthOf } from "./fold.ts"

test.each(cases)("$text is folded as the server folds it", ({ text, folded }) => {
  expect(fold(text)).toBe(folded)
  expect(fold(folded)).toBe(folded)
})

describe("texts by chance", () => {
  const texts = fc.string({ unit: "grapheme", maxLength: 20 })

  test("are the same in any composition and case", () => {
    fc.assert(
      fc.property(texts, text => {
        for (const form of ["NFC", "NFD"]) expect(fold(text.normalize(form))).toBe(fold(text))
        expect(fold(fold(text))).toBe(fold(text))
      }),
    )
  })

  test("are found by their own words, in front of anything that is no mark", () => {
    fc.assert(
      fc.property(texts, texts, (said, behind) => {
        expect(hasWords(said + behind, said)).toBe(true)
        expect(lengthOf(said, `${said} ${behind}`)).toBe(said.length)
      }),
    )
  })
})

test.each([
  ["Œuvres sociales", "oeuvres", true],
  ["Œuvres sociales", "sociales OEUVRES", true],
  ["Œuvres sociales", "oeuf", false],
  ["L’État", "l'etat", true],
  ["Œuvres", "", true],
])("whether %s has the words %j", (text, words, has) => {
  expect(hasWords(text, words)).toBe(has)
})

test("letters keep their places, ligatures and accents behind their letter too", () => {
  expect(folded("a œ e\u0301!", "")).toEqual({ text: "aoee", at: [0, 2, 2, 4] })
  expect(folded("n’a", " ")).toEqual({ text: "n a", at: [0, 1, 2] })
})

test.each([
  ["Sœur", "Soeur, voyez", 5],
  ["soeur", "Sœur, voyez", 4],
  ["Ines", "Ine\u0300s !", 5],
  ["Inès", "Inde", 0],
  ["Inès", "In", 0],
])("%s is said by so many signs of %j", (words, text, length) => {
  expect(lengthOf(words, text)).toBe(length)
})
