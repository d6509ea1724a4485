/** Letters that a keyboard composes, as on phones, come to what the same letters come to when they are typed. */
import { expect, test } from "vitest"
import { Hands } from "./hands.testing.ts"
import { lineOf, next } from "./lines.ts"
import { Chance, note } from "./notes.testing.ts"
import { store } from "./stored.ts"

/** Words that are composed one after the other, each with the steps that the keyboard shows. */
function composed(text: string, ...words: readonly string[]): string {
  const hands = new Hands(text)
  for (const word of words) hands.compose(word.slice(0, 1), word)
  return hands.shown
}

test.each([
  ["un **gras|**", ["gras "], "un **grasgras** |"],
  ["un **gras|**", [" "], "un **gras** |"],
  ["un **gras|**", [" ", "mot"], "un **gras mot|**"],
  ["un **gras|**", [" ", "mot", " ", "et"], "un **gras mot et|**"],
  ["un **gras|** fin", ["! "], "un **gras!** | fin"],
  ["un ***gras|*** fin", [" "], "un ***gras*** | fin"],
  ["un [le site|](https://e.org) fin", [" ", "là"], "un [le site là|](https://e.org) fin"],
])("no mark shows behind a composed space: %j %j", (text, words, expected) => {
  expect(composed(text, ...words)).toBe(expected)
})

test("a composed space goes behind bold in a cell, and the next word into it", () => {
  const hands = new Hands("").fill("| a |\n| --- |\n| **b** |").click(19)
  expect(hands.compose(" ").text).toContain("| **b**  |")
  expect(hands.compose("c").text).toContain("| **b c** |")
})

test("bold that is asked for before a word is written around it, and goes on behind a space", () => {
  const hands = new Hands("un |fin")
  hands.send({ effects: store.of({ at: 3, marks: ["**"], isGoingOn: false }) })
  expect(hands.compose("g", "gr", "gras").shown).toBe("un **gras|**fin")
  expect(hands.compose(" ").shown).toBe("un **gras** |fin")
  expect(hands.compose("m", "mot").shown).toBe("un **gras mot|**fin")
})

test("what others write meanwhile, and where the caret went, stays", () => {
  const hands = new Hands("un **gras|**\n\nfin")
  hands.send({
    changes: { from: 10, insert: " " },
    selection: { anchor: 9 },
    userEvent: "input.type.compose",
  })
  hands.send({ changes: { from: hands.text.length, insert: "!" } })
  expect(hands.compose().shown).toBe(hands.shown)
})

test("a word that is composed anywhere is the word that is typed there", () => {
  for (let seed = 0; seed < 300; seed += 1) {
    const chance = new Chance(seed * 31 + 5)
    const text = note(chance)
    const at = chance.below(text.length + 1)
    const said = chance.pick(["mot", " ", "mot ", "é!", ", ", "x y"])
    const typed = new Hands("").fill(text).click(at)
    // A table keeps what is composed at its edge, and moves what is right under it.
    const line = lineOf(typed.state, typed.state.selection.main.head)
    if ([line, next(typed.state, line, -1)].some(one => one?.kind === "table")) continue
    typed.send(typed.state.replaceSelection(said), { userEvent: "input.type" })
    expect(new Hands("").fill(text).click(at).compose(said.slice(0, 1), said).text, text).toBe(typed.text)
  }
})
