import { EditorState, MapMode } from "@codemirror/state"
import { expect, test } from "vitest"
import { asWords, completed, linkAround, linked, short, unlinked } from "./write.ts"

test.each([
  ["example.org", "https://example.org"],
  [" www.example.org/a?b=c ", "https://www.example.org/a?b=c"],
  ["HTTP://example.org", "HTTP://example.org"],
  ["été.example.fr:8080/x", "https://été.example.fr:8080/x"],
  ["nom@example.org", "mailto:nom@example.org"],
  ["tel:+33123456789", "tel:+33123456789"],
  ["#coût", "#coût"],
  ["/n/ABCDEFGHIJKLMNOPQRSTUV#a", "/n/ABCDEFGHIJKLMNOPQRSTUV#a"],
])("%j is the address %j", (typed, address) => expect(completed(typed)).toEqual({ address }))

test.each([
  ["", "none"],
  ["example org", "spaces"],
  ["javascript:alert(1)", "scheme"],
  ["JAVASCRIPT:x", "scheme"],
  ["data:text/html,x", "scheme"],
  ["ftp://example.org", "scheme"],
  ["https://", "unknown"],
  ["intranet", "unknown"],
  ["page.html", "unknown"],
  ["//example.org", "unknown"],
  ["../a", "unknown"],
  [`https://example.org/${"a".repeat(2_000)}`, "long"],
])("%j is refused: %s", (typed, refusal) => expect(completed(typed)).toEqual({ refusal }))

test.each([
  ["mot", "https://a.org", "[mot](https://a.org)"],
  ["**gras** [sic]", "https://a.org", "[**gras** \\[sic\\]](https://a.org)"],
  ["^1", "https://a.org", "[\\^1](https://a.org)"],
  ["a", "https://a.org/b_(c)", "[a](https://a.org/b_(c))"],
  ["a", "https://a.org/b)c|<d>", "[a](https://a.org/b%29c%7C%3Cd%3E)"],
])("%j to %s is written %s", (words, address, written) => expect(linked(words, address)).toBe(written))

test("letters are words, whatever they look like", () => {
  expect(asWords(" a*b_c [d]\\ `e` |\n f ")).toBe("a\\*b\\_c \\[d\\]\\\\ \\`e\\` \\| f")
})

test("what is an address is none any more", () => {
  expect(unlinked("https://a.org, www.b.fr, c@d.fr, mot")).toBe("https\\://a.org, www\\.b.fr, c\\@d.fr, mot")
})

test("an address is shown without what everybody knows", () => {
  expect(["https://a.org/", "mailto:a@b.fr", "http://a.org/b"].map(short)).toEqual([
    "a.org",
    "a@b.fr",
    "a.org/b",
  ])
})

test.each([
  ["exemple.fr", "https://exemple.fr", "un [exemple.fr](https://exemple.fr)"],
  ["exemple.fr/a[b]", "https://exemple.fr/a", "un [exemple.fr/a\\[b\\]](https://exemple.fr/a)"],
])("letters that become a link stay where they can: %j", (words, address, expected) => {
  const state = EditorState.create({ doc: `un ${words}` })
  const changes = state.changes(linkAround(3, words, address))
  expect(changes.apply(state.doc).toString()).toBe(expected)
  expect(changes.mapPos(6, 1, MapMode.TrackDel) === null).toBe(words.includes("["))
})
