/** Words of answers, titles of tables, footnotes and cells under random gestures: the sign before them stays, and so do the words beside. */
import { expect, test } from "vitest"
import { Hands } from "./hands.testing.ts"
import { Chance } from "./notes.testing.ts"

/** `%` stands for the words. */
const AROUND = [
  "Quoi ?\n: %\n\nfin",
  "Quoi ?\n: Un.\n: %",
  "| a | b |\n| --- | --- |\n| c | d |\n\nTable : %\n\nfin",
  "un[^1]\n\n[^1]: %\n\nfin",
  "| a | b |\n| --- | --- |\n| c | % |\n\nfin",
]
const WORDS = ["Rien", "du tout", "Évreux", "42 %", "un plan"]

/** One gesture in the words, and the words after it. */
function acted(hands: Hands, around: string, said: string, chance: Chance): string {
  const start = around.indexOf("%")
  const at = chance.below(said.length + 1)
  const end = at + chance.below(said.length - at + 1)
  hands.click(start + at)
  switch (chance.below(7)) {
    case 0:
      if (around.includes("| %")) hands.select(start)
      else hands.press("Home")
      hands.type("X")
      return `X${said}`
    case 1:
      hands.type("Y")
      return `${said.slice(0, at)}Y${said.slice(at)}`
    case 2:
      if (at > 0) hands.press("Backspace")
      return at > 0 ? said.slice(0, at - 1) + said.slice(at) : said
    case 3:
      if (at < said.length) hands.press("Delete")
      return at < said.length ? said.slice(0, at) + said.slice(at + 1) : said
    case 4:
      hands.select(start, start + said.length, "select.pointer").type("Neuf")
      return "Neuf"
    case 5:
      hands.select(start + at, start + end, "select.pointer").type("Z")
      return `${said.slice(0, at)}Z${said.slice(end)}`
    default:
      hands.paste("collé")
      return `${said.slice(0, at)}collé${said.slice(at)}`
  }
}

test("the sign before an answer, a title or a footnote stays, and so do the edges of a cell", () => {
  for (let seed = 0; seed < 300; seed += 1) {
    const chance = new Chance(seed * 7919 + 3)
    const around = chance.pick(AROUND)
    let said = chance.pick(WORDS)
    const hands = new Hands("").fill(around.replace("%", said))
    for (let count = 0; count < 6; count += 1) {
      const before = hands.text
      said = acted(hands, around, said, chance)
      // A space at the edge of a cell is its padding.
      if (said.trim() !== said) break
      expect(hands.text, before).toBe(around.replace("%", () => said))
    }
  }
})
