import { beforeEach, describe, expect, test, vi } from "vitest"
import english from "../words/en.json"
import french from "../words/fr.json"
import elided from "./words.cases.json"

async function spoken(lang: string) {
  vi.resetModules()
  vi.stubGlobal("pochetteTexts", lang === "fr" ? french : english)
  vi.stubGlobal("document", { documentElement: { lang } })
  return await import("./words.ts")
}

describe.each([
  ["fr", "0 mot", "1 mot", "1\u202f142 mots", "333\u202f919", "1,3"],
  ["en-GB", "0 words", "1 word", "1,142 words", "333,919", "1.3"],
])("in %s", (lang, none, one, many, grouped, fraction) => {
  let words: Awaited<ReturnType<typeof spoken>>
  beforeEach(async () => {
    words = await spoken(lang)
  })

  test.each([
    [0, none],
    [1, one],
    [1142, many],
  ])("%i words have their plural and their thousands in groups", (count, shown) => {
    expect(words.t("editor.words", { count })).toBe(shown)
  })

  test("none at all has words of its own where a text has some", () => {
    expect(words.t("folder.ready", { count: 0, of: 5 })).not.toContain("0")
    expect(words.t("folder.ready", { count: 1, of: 5 })).toContain("1")
  })

  test("a number alone is written alike", () => {
    expect([words.number(333_919), words.number(1.3)]).toEqual([grouped, fraction])
  })

  test("what is no number stays as it is", () => {
    expect(words.t("editor.goTo", { name: "{{count}} 1000" })).toContain("{{count}} 1000")
  })
})

test.each(Object.entries(elided))("in French, de before %o is said as one does", async (name, said) => {
  const { t } = await spoken("fr")
  expect(t("editor.goTo", { name })).toBe(`Aller au curseur ${said}`)
})

test("a number keeps what stands before it, and English has nothing to elide", async () => {
  expect((await spoken("fr")).t("errors.bad_title.text", { most: 11 })).toContain("de 11 caractères")
  expect((await spoken("en-GB")).t("editor.goTo", { name: "Inès" })).toContain("Inès")
})

test("scripts without their texts do not start", async () => {
  vi.resetModules()
  vi.stubGlobal("pochetteTexts", undefined)
  await expect(import("./words.ts")).rejects.toThrow("expected the texts of the interface")
})
