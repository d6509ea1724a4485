import { expect, test } from "vitest"
import { isRightToLeft, unbroken } from "./unbroken.ts"

const said = (text: string) => unbroken(text).map(({ from, to }) => text.slice(from, to))

test.each([
  ["Il faut 310 000 € par an.", ["310 000 €"]],
  ["Départ à 19 h 40 de Lyon.", ["19 h 40"]],
  ["Le 14 mars 2017, 12 %.", ["14 mars 2017,", "12 %."]],
  ["Tél. 06 12 34 56 78 demain", ["06 12 34 56 78"]],
  ["en 2017 500 foyers", []],
  ["Aucun chiffre ici.", []],
  ["Notre réponse : en former.", ["réponse :"]],
  ["Il dit « oui, demain » ; puis plus rien !", ["« oui,", "demain » ;", "rien !"]],
  ["In 20 %: no sign", ["20 %:"]],
  ["3 mètres et 4 m", ["4 m"]],
  ["Un budget de 4,5 Md€, puis 5 millions d’euros", ["4,5 Md€,", "5 millions"]],
])("what no line may break: %s", (text, expected) => {
  expect(said(text)).toEqual(expected)
})

test.each([
  ["مرحبا بالعالم.", true],
  ["שלום לכולם, Paris", true],
  ["Le mot שלום est hébreu", false],
  ["12 345", false],
])("the direction of a line is that of most of its letters: %s", (text, isTurned) => {
  expect(isRightToLeft(text)).toBe(isTurned)
})
