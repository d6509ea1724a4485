import { afterEach, expect, test, vi } from "vitest"
import { hasStorage, remember, remembered, store, storedKeys } from "./storage.ts"

afterEach(() => vi.unstubAllGlobals())

/** A browser whose storage does `what` at each use. */
function browser(what: () => Storage): void {
  const given = { get: what, configurable: true }
  vi.stubGlobal("window", Object.defineProperties({}, { localStorage: given, sessionStorage: given }))
  vi.stubGlobal("localStorage", undefined)
  Object.defineProperty(globalThis, "localStorage", given)
}

function refuse(): never {
  throw new DOMException("The operation is insecure.", "SecurityError")
}

function full(): Storage {
  const held = new Map([["pochette.size", "1"]])
  const setItem = () => {
    throw new DOMException("The quota has been exceeded.", "QuotaExceededError")
  }
  return {
    getItem: key => held.get(key) ?? null,
    removeItem: () => undefined,
    setItem,
    clear: () => undefined,
    key: () => null,
    length: 1,
  }
}

test("a page remembers for itself where the browser refuses storage", () => {
  browser(refuse)
  expect(hasStorage()).toBe(false)
  expect(remembered("pochette.plain")).toBeNull()
  remember("pochette.plain", "1")
  expect(remembered("pochette.plain")).toBe("1")
  remember("pochette.plain", null)
  expect(remembered("pochette.plain")).toBeNull()
  expect(storedKeys("pochette.")).toEqual([])
})

test("what was stored before storage was full gives way to what the page remembers", () => {
  browser(full)
  expect(remembered("pochette.size")).toBe("1")
  remember("pochette.size", "3")
  expect(remembered("pochette.size")).toBe("3")
})

test("what has to outlive the page is refused aloud", () => {
  browser(full)
  expect(() => store("pochette.kept.a", "{}")).toThrow("quota")
})
