/** Search in random texts: every match is found, and a replacement changes nothing else. */
import { Text } from "@codemirror/state"
import fc from "fast-check"
import { expect, test } from "vitest"
import { fold } from "../text/fold.ts"
import { EMPTY_INPUT, expandReplacement, type Match, matchesIn, type SearchInput, toQuery } from "./query.ts"

const words = fc.string({
  unit: fc.constantFrom(..."aàéoeœf\ufb01\ufb03 e\u0301.*[(|\\^$'’12\n ", "😀"),
  maxLength: 24,
})
const someWords = words.filter(Boolean)

const found = (text: string, input: Partial<SearchInput>): Match[] =>
  matchesIn(Text.of(text.split("\n")), toQuery({ ...EMPTY_INPUT, ...input }))

/** The text after each match was replaced. */
const replaced = (text: string, input: Partial<SearchInput>): string =>
  found(text, input).reduceRight((out, match) => {
    const insert = expandReplacement({ ...EMPTY_INPUT, ...input }, match)
    return out.slice(0, match.from) + insert + out.slice(match.to)
  }, text)

/** Normal form: texts that the search takes for equal have the same one. */
const plainly = (text: string): string =>
  text
    .normalize("NFC")
    .replace(/[\u00a0\u202f]/g, " ")
    .replaceAll("’", "'")
    .toLowerCase()

test("every match has the letters that were searched, with their accents and any others", () => {
  fc.assert(
    fc.property(words, someWords, (text, sought) => {
      const matches = found(text, { text: sought })
      for (const { from, to } of matches) {
        const said = text.slice(from, to)
        expect(fold(plainly(said))).toBe(fold(plainly(sought)))
        // An accent that was typed is there, letter by letter.
        if ([...plainly(sought)].length === [...plainly(said)].length)
          for (const [index, sign] of [...plainly(sought)].entries())
            if (sign.normalize("NFD").length > 1) expect([...plainly(said)][index]).toBe(sign)
      }
      if (text.includes(sought) && !sought.includes("\n")) expect(matches).not.toEqual([])
    }),
  )
})

test("case and accents count where they are asked for", () => {
  fc.assert(
    fc.property(words, someWords, (text, sought) => {
      for (const { from, to } of found(text, { text: sought, isExact: true })) {
        const forms = [text.slice(from, to), sought].map(one =>
          one
            .normalize("NFC")
            .replace(/[\u00a0\u202f]/g, " ")
            .replaceAll("’", "'"),
        )
        expect(forms[0]).toBe(forms[1])
      }
    }),
  )
})

test.each([
  ["Évreux, EVREUX, e\u0301vreux", "evreux", "x, x, x"],
  ["Évreux, Evreux", "évreux", "x, Evreux"],
  ["Cœur, coeur, CŒUR", "coeur", "x, x, x"],
  ["Cœur, coeur, cour", "cœur", "x, x, cour"],
  ["ef\ufb01cace, e\ufb03cace, efficace", "efficace", "x, x, x"],
  ["aﬁn, afin", "fi", "axn, axn"],
  ["ex æquo", "aequo", "ex x"],
  ["mañana, Łódź", "manana", "x, Łódź"],
  ["mañana, Łódź", "lodz", "mañana, x"],
  ["Straße, strasse", "STRASSE", "x, x"],
  ["m² et m2", "m2", "m² et x"],
])("letters are found without their accents: %j, %s", (text, sought, expected) => {
  expect(replaced(text, { text: sought, replacement: "x" })).toBe(expected)
})

test("a replacement of a literal is inserted as it is", () => {
  fc.assert(
    fc.property(words, someWords, words, (text, sought, replacement) => {
      const hasOneForm = sought === sought.normalize("NFC") && sought === sought.normalize("NFD")
      fc.pre(hasOneForm && !/['’ \u00a0\n]/.test(sought))
      const out = replaced(text, { text: sought, replacement, isExact: true })
      expect(out).toBe(text.replaceAll(sought, () => replacement))
    }),
  )
})

/** Patterns as people write them, in one line and over several. */
const patterns = fc.constantFrom(
  "a+",
  "^a",
  "\\w+$",
  "a|ab",
  "[^a]+",
  "\\s+",
  "e\\n",
  "(?<=1)2",
  "^[^ ]*",
  "\\b",
  ".*",
)

test("a regular expression finds in any text what the browser's own finds in it", () => {
  fc.assert(
    fc.property(words, patterns, fc.boolean(), (text, pattern, isExact) => {
      const matches = found(text, { text: pattern, isPattern: true, isExact })
      const expected = [...text.matchAll(new RegExp(pattern, isExact ? "gmu" : "gimu"))]
      expect(matches.map(({ from, groups }) => [from, groups[0]])).toEqual(
        expected.filter(([whole]) => whole).map(match => [match.index, match[0]]),
      )
    }),
  )
})

test.each([
  ["2022, 2023", "(20)(\\d\\d)", "$2-$1", "22-20, 23-20"],
  ["a b", "\\b", "-", "a b"],
  ["a\nb", "\\n", "$$&\\t", "a$&\tb"],
  ["ab", "(a)(x)?", "[$2$3$&]", "[$3a]b"],
  ["(a", "(a", "x", "(a"],
])("a regular expression replaces by its groups: %j, %s", (text, sought, replacement, expected) => {
  expect(replaced(text, { text: sought, replacement, isPattern: true })).toBe(expected)
})

test("a whole word has no letter beside it", () => {
  const matches = found("état, l’état, étatique, contre-état", { text: "ÉTAT", isWord: true })
  expect(matches.map(({ from }) => from)).toEqual([0, 8, 31])
})

test("a whole word is the longest alternative of a regular expression", () => {
  const matches = found("chatte\nchat", { text: "chat|chatte", isPattern: true, isWord: true })
  expect(matches.map(({ groups }) => groups[0])).toEqual(["chatte", "chat"])
})

test("raised figures are no figures", () => {
  expect(replaced("2 m²", { text: "2", replacement: "3" })).toBe("3 m²")
})
