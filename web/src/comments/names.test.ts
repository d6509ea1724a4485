import fc from "fast-check"
import { expect, test } from "vitest"
import { mentions, offered, pieces, wishAt } from "./names.ts"

const NAMES = ["Inès", "Inès Robert", "Karim", "Jean-Luc Martin", "Sœur Anne"]

test.each([
  ["Pour @Inès Robert, et @karim.", ["@Inès Robert", "@karim"]],
  ["@Ines tout court", ["@Ines"]],
  ["@Soeur Anne, @Ine\u0300s", ["@Soeur Anne", "@Ine\u0300s"]],
  ["@Inès Roberts", ["@Inès"]],
  ["@Jean-Luc Martin?", ["@Jean-Luc Martin"]],
  ["@quelqu_un d’autre", ["@quelqu_un"]],
  ["ines@example.org, @ seul, @@Karim", ["@Karim"]],
])("the longest known name is mentioned: %s", (text, expected) => {
  expect(pieces(text, NAMES).filter((_, n) => n % 2 === 1)).toEqual(expected)
})

test.each([
  ["@Inès Robert ?", "Inès", false],
  ["@Inès Robert ?", "Inès Robert", true],
  ["merci @ines", "Inès", true],
  ["Inès a raison", "Inès", false],
  ["@Zoé", "Zoé", true],
])("somebody is mentioned by the whole name: %s, %s", (text, me, isMentioned) => {
  expect(mentions(text, me, NAMES)).toBe(isMentioned)
})

test.each([
  ["@", NAMES],
  ["vu avec @INE", ["Inès", "Inès Robert"]],
  ["@ines r", ["Inès Robert"]],
  ["@mart", ["Jean-Luc Martin"]],
  ["@Inès Robert ", []],
  ["@zzz", []],
])("what is typed narrows the names: %s", (before, expected) => {
  expect(offered(NAMES, wishAt(before)?.query ?? "nobody")).toEqual(expected)
})

test.each(["ines@", "@Inès\n", "rien"])("nothing is asked within a word or a line later: %j", before => {
  expect(wishAt(before)).toBeUndefined()
})

test("the pieces are the text", () => {
  const texts = fc.string({ unit: fc.constantFrom(..."@ aInèsesKarimR.\n\u0301"), maxLength: 30 })
  fc.assert(
    fc.property(texts, text => {
      expect(pieces(text, NAMES).join("")).toBe(text)
    }),
  )
})
