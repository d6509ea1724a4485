import { beforeEach, expect, test, vi } from "vitest"
import { dropWord, isRenewed, keepWord, wordsFor } from "./lately.ts"

const stored = new Map<string, string>()

beforeEach(() => {
  stored.clear()
  stored.set("pochette.carried", JSON.stringify({ "/p/a": "all", "/c/b": "day" }))
  vi.useFakeTimers({ now: 1_000 })
  vi.stubGlobal("window", {
    localStorage: {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => stored.set(key, value),
      removeItem: (key: string) => stored.delete(key),
    },
  })
})

test("a word stays until all that is taken along says it", () => {
  keepWord("note", "read")
  isRenewed("/p/a", 2_000)
  expect(wordsFor("/p/a").size).toBe(0)
  expect(wordsFor("/c/b").get("note")).toBe("read")
  isRenewed("/c/b", 2_000)
  expect(stored.has("pochette.said.lately")).toBe(false)
})

test("what was asked before the word does not say it", () => {
  keepWord("note", "read")
  isRenewed("/p/a", 999)
  expect(wordsFor("/p/a").get("note")).toBe("read")
})

test("the last word counts, and a refused one does not", () => {
  keepWord("note", "read")
  keepWord("note", "undo")
  expect([...wordsFor("/p/a")]).toEqual([["note", "undo"]])
  dropWord("note")
  expect(wordsFor("/p/a").size).toBe(0)
})

test("nothing is written where nothing is taken along", () => {
  stored.delete("pochette.carried")
  keepWord("note", "read")
  expect(stored.size).toBe(0)
})

test("the oldest give way, and what else lies there disturbs nothing", () => {
  stored.set("pochette.said.lately", "{")
  for (let number = 0; number < 301; number++) keepWord(`${number}`, "read")
  expect(wordsFor("/p/a").size).toBe(300)
  expect(wordsFor("/p/a").has("0")).toBe(false)
})
