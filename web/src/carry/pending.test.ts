import { beforeEach, describe, expect, test, vi } from "vitest"
import { keep, type Said, tellPending } from "./pending.ts"
import { PENDING } from "./waiting.ts"

const stored = new Map<string, string>()
const one: Said = { url: "/n/a/read", seen: "token-a", do: "read" }
const other: Said = { url: "/n/b/read", seen: "token-b", do: "read" }
const kept = (): unknown => JSON.parse(stored.get(PENDING) ?? "[]")
/** The server's answers in order; undefined: no network. */
function answers(...statuses: (number | undefined)[]): string[] {
  const told: string[] = []
  vi.stubGlobal("fetch", async (url: string, { body }: { body: string }) => {
    const status = statuses.shift()
    if (status === undefined) throw new TypeError("no network")
    told.push(`${url} ${body}`)
    return new Response(null, { status })
  })
  return told
}

beforeEach(() => {
  stored.clear()
  vi.stubGlobal("window", {
    localStorage: {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => stored.set(key, value),
      removeItem: (key: string) => stored.delete(key),
    },
  })
})

describe("what was said without a network", () => {
  test("is told in its order, and forgotten", async () => {
    keep(one)
    keep(other)
    const told = answers(200, 200)
    await tellPending()
    expect(told).toEqual([
      '/n/a/read {"seen":"token-a","do":"read"}',
      '/n/b/read {"seen":"token-b","do":"read"}',
    ])
    expect(stored.size).toBe(0)
  })

  test("the last word on a version counts, and that it was shown counts on", () => {
    keep({ ...one, do: "shown" })
    keep(one)
    keep({ ...one, do: "undo" })
    expect(kept()).toEqual([
      { ...one, do: "shown" },
      { ...one, do: "undo" },
    ])
  })

  test.each([[undefined], [503]])("waits on where the server does not answer (%s)", async status => {
    keep(one)
    keep(other)
    answers(200, status)
    await tellPending()
    expect(kept()).toEqual([other])
  })

  test("is forgotten where the server refuses it: the link has ended", async () => {
    keep(one)
    answers(410)
    await tellPending()
    expect(stored.size).toBe(0)
  })

  test("has a bound: the oldest give way", () => {
    for (let number = 0; number < 301; number++) keep({ ...one, seen: `${number}` })
    expect(kept()).toHaveLength(300)
    expect((kept() as Said[])[0]?.seen).toBe("1")
  })

  test("is not disturbed by what else lies there", async () => {
    stored.set(PENDING, "{")
    await tellPending()
    keep(one)
    expect(kept()).toEqual([one])
  })
})
