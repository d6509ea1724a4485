import { beforeEach, expect, test, vi } from "vitest"

const at = (iso: string) => new Date(iso)
const when = () => import("./when.ts")

function speak(lang: string): void {
  vi.resetModules()
  vi.stubGlobal("document", { documentElement: { lang } })
}

beforeEach(() => speak("fr"))

test.each([
  ["2026-12-01T09:05", "1er décembre"],
  ["2026-12-11T09:05", "11 décembre"],
  ["2026-12-31T23:58", "31 décembre"],
  ["2027-01-01T00:01", "1er janvier 2027"],
  ["2028-02-29T12:00", "29 février 2028"],
])("the day of %s is %s", async (iso, said) => {
  expect((await when()).day(at(iso), at("2026-12-24T12:00"))).toBe(said)
})

test("a whole date says the first of a month as paper does, in French alone", async () => {
  expect((await when()).fullDay(at("2021-01-01T12:00"))).toBe("vendredi 1er janvier 2021")
  expect((await when()).dated(at("2026-12-01T12:00"), { weekday: "short", day: "numeric" })).toBe("mar. 1er")
  expect((await when()).dated(at("2026-12-01T12:00"), { weekday: "long" })).toBe("mardi")
  speak("en")
  expect((await when()).fullDay(at("2021-01-01T12:00"))).toBe("Friday, January 1, 2021")
})

test("days are counted by midnights, over a year's end, a leap day and both changes of the hour", async () => {
  const { daysAgo } = await when()
  expect(daysAgo(at("2026-12-31T23:58"), at("2027-01-01T00:01"))).toBe(1)
  expect(daysAgo(at("2028-02-28T12:00"), at("2028-03-01T12:00"))).toBe(2)
  expect(daysAgo(at("2027-03-27T12:00"), at("2027-03-29T01:00"))).toBe(2)
  expect(daysAgo(at("2026-10-24T23:00"), at("2026-10-26T00:30"))).toBe(2)
  expect(daysAgo(at("2027-01-01T00:01"), at("2026-12-31T23:58"))).toBe(0)
})
