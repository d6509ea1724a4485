import { expect, test } from "vitest"
import { addressAt, placeOf } from "./passage.ts"

const said = (text: string, quote: string): string | undefined => {
  const place = placeOf(text, quote)
  return place && text.slice(place.from, place.to)
}

test.each([
  ["Il y a **100 000** logements *vides*.", "100 000 logements vides", "100 000** logements *vides"],
  [
    "Voir [le rapport](https://example.org/a-b) de mars",
    "le rapport de mars",
    "le rapport](https://example.org/a-b) de mars",
  ],
  ["Un mot[^1] de plus", "Un mot de plus", "Un mot[^1] de plus"],
  ["L’œuvre d'art : « ici »", "l'oeuvre d’art : « ici »", "L’œuvre d'art : « ici"],
  ["Le 1ᵉʳ mars", "Le 1er mars", "Le 1ᵉʳ mars"],
  ["De\u0301bat de lundi", "Débat", "De\u0301bat"],
  ["fin en e\u0301", "fin en é", "fin en e\u0301"],
])("finds in %s what was quoted", (text, quote, found) => {
  expect(said(text, quote)).toBe(found)
})

test.each([
  ["Un texte.", "autre chose"],
  ["Un texte.", ""],
  ["Un texte.", "… !"],
  ["", "texte"],
])("finds nothing in %j of %j", (text, quote) => {
  expect(placeOf(text, quote)).toBeUndefined()
})

test("the words of a passage stand behind the sign that no browser sends", () => {
  const quoted = (quote: string) => ({ parts: [], heading: "", quote, of: "text" }) as const
  const at = new URL(addressAt("https://a.example/n/abc", quoted("gaz & ?électricité #1")))
  expect([at.pathname, at.search]).toEqual(["/n/abc", ""])
  expect(addressAt("/n/abc", quoted(""))).toBe("/n/abc")
  expect(addressAt("/n/abc", undefined)).toBe("/n/abc")
  expect(addressAt("/n/abc", { ...quoted("dit en commentaire"), of: "comment", thread: 7 })).toBe(
    "/n/abc?view=edit#c-7",
  )
})
