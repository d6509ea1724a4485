import { describe, expect, test } from "vitest"
import { finder, givesRight, linkTo } from "./addresses.ts"

const TOKEN = "HmEs64vtVwAeW9xUTuV0cZnFIMBh5Cc5"
const ID = "ABCDEFGHIJKLMNOPQRSTUV"
const find = finder(["notes.example", "127.0.0.1:8000"])
const found = (text: string) => find(text).map(({ from, to }) => text.slice(from, to))

describe("addresses of this server", () => {
  test.each([
    [`Voir https://notes.example/n/${TOKEN}.`, [`https://notes.example/n/${TOKEN}`]],
    [`(http://127.0.0.1:8000/c/${TOKEN})`, [`http://127.0.0.1:8000/c/${TOKEN}`]],
    [`notes.example/p/${TOKEN}, puis`, [`notes.example/p/${TOKEN}`]],
    [`https://notes.example/n/${TOKEN}?view=edit#c-4 !`, [`https://notes.example/n/${TOKEN}?view=edit#c-4`]],
    [`https://notes.example/n/${TOKEN}/print.`, [`https://notes.example/n/${TOKEN}/print`]],
    [`HTTPS://NOTES.EXAMPLE/n/${ID}`, [`HTTPS://NOTES.EXAMPLE/n/${ID}`]],
    [`[x](https://notes.example/n/${ID}#plan)`, [`https://notes.example/n/${ID}#plan`]],
  ])("are found in %s", (text, all) => expect(found(text)).toEqual(all))

  test.each([
    `https://autre.example/n/${TOKEN}`,
    `https://faux-notes.example/n/${TOKEN}`,
    `https://autre.example/notes.example/n/${TOKEN}`,
    `https://notes.example/n/${TOKEN}abc`,
    `https://notes.example/e/${TOKEN}`,
    `/n/${TOKEN}`,
    "https://notes.example/",
  ])("are not found in %s", text => expect(found(text)).toEqual([]))

  test("with a token give a right, own ones do not", () => {
    const [link, own] = find(`notes.example/n/${TOKEN} notes.example/n/${ID}#plan`)
    expect([link, own].map(one => one && givesRight(one))).toEqual([true, false])
    expect(own).toMatchObject({ path: `/n/${ID}`, hash: "#plan" })
  })
})

test("a link is named by a title whatever stands in it", () => {
  expect(linkTo("Loyers [2027] | \\ fin", "/n/x")).toBe("[Loyers \\[2027\\] \\| \\\\ fin](/n/x)")
})
