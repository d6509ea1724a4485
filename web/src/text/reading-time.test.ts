import { expect, test, vi } from "vitest"
import french from "../../words/fr.json"
import cases from "./reading-time.cases.json"

test.each(Object.entries(cases))(
  "%s minutes are said in French as people say them",
  async (minutes, said) => {
    vi.stubGlobal("pochetteTexts", french)
    vi.stubGlobal("document", { documentElement: { lang: "fr" } })
    const { readingTime } = await import("./reading-time.ts")
    expect(readingTime(Number(minutes))).toBe(said)
  },
)
