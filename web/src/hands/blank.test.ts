/** Blank lines under gestures: one parts two blocks and is no place for a caret, each more is an empty paragraph. */
import { expect, test } from "vitest"
import { isGap } from "./blank.ts"
import { gesture } from "./chance.testing.ts"
import { Hands } from "./hands.testing.ts"
import { lineOf } from "./lines.ts"
import { Chance, note } from "./notes.testing.ts"

/** Keys by their names, and letters in quotes. */
function after(text: string, keys: string): string {
  const hands = new Hands(text)
  for (const key of keys.match(/"[^"]*"|\S+/g) ?? []) {
    if (key.startsWith('"')) hands.type(key.slice(1, -1))
    else hands.press(key)
  }
  return hands.shown
}

test.each([
  ["A|", 'Enter "x"', "A\n\nx|"],
  ["A|\n\nB", "Enter", "A\n\n|\nB"],
  ["A|\n\nB", 'Enter "x"', "A\n\nx|\n\nB"],
  ["A|\n\nB", 'Enter Enter "x"', "A\n\n\nx|\n\nB"],
  ["A|\nB", 'Enter "x"', "A\n\nx|\n\nB"],
  ["A\n|B", "Enter", "A\n\n|B"],
  ["A|B\nC", "Enter", "A\n\n|B\nC"],
  ["# T|\n\nB", 'Enter "x"', "# T\n\nx|\n\nB"],
  ["> a|\n> b", 'Enter "x"', "> a\n>\n> x|\n>\n> b"],
  ["> a|", 'Enter Enter "x"', "> a\n\nx|"],
  ["> a|\n>\n> b", 'Enter Enter "x"', "> a\n\nx|\n\n> b"],
  ["::: retenir\na|\n:::", 'Enter "x" Enter Enter "y"', "::: retenir\na\n\nx\n:::\n\ny|"],
  ["- a\n- |\n- b", 'Enter "x"', "- a\n\nx|\n\n- b"],
  ["Q\n: r|", 'Enter "x"', "Q\n: r\n\nx|"],
  ["[^1]: n|", 'Enter "x"', "[^1]: n\n\nx|"],
  ["- texte|\n", "Enter Tab", "- texte\n  - |\n"],
])("Enter begins a paragraph: %j %s", (text, keys, expected) => {
  expect(after(text, keys)).toBe(expected)
})

test.each([
  ["A|", 'Shift-Enter "x"', "A\nx|"],
  ["A|\n\nB", 'Shift-Enter "xy" Backspace Backspace "z"', "A\nz|\n\nB"],
  ["A|\nB", 'Shift-Enter "x"', "A\nx|\nB"],
  ["A|\n\nB", 'Shift-Enter Enter "x"', "A\n\nx|\n\nB"],
  ["A|\n\nB", "Shift-Enter Backspace", "A|\n\nB"],
  ["- a|", 'Shift-Enter "x"', "- a\n  x|"],
  ["> - a|", 'Shift-Enter "x"', "> - a\n>   x|"],
  ["Q\n: r|\n: s", 'Shift-Enter "x"', "Q\n: r\nx|\n: s"],
])("Shift+Enter begins a line: %j %s", (text, keys, expected) => {
  expect(after(text, keys)).toBe(expected)
})

test.each([
  ["A\n|", '"x"', "A\n\nx|"],
  ["|\nA", '"x"', "x|\n\nA"],
  ["A\n\n|\n\nB", '"x"', "A\n\nx|\n\n\nB"],
  ["A\n\nx|\n\nB", "Backspace", "A\n\n|\nB"],
  ["A\n\nx|\n\nB", 'Backspace "y"', "A\n\ny|\n\nB"],
  ["A\n\n|\nB", "Backspace", "A|\n\nB"],
  ["A\n\n\n|B", "Backspace", "A\n\n|B"],
  ["A|\n\n\nB", "Delete", "A|\n\nB"],
  ["A\n\n|\n\nB", "Delete", "A\n\n|\nB"],
  ["::: retenir\nA\n\n|\n:::", "Backspace", "::: retenir\nA|\n:::"],
  ["> \n>\n> |a", "Backspace", "> |a"],
  ["# |T\nB", "Backspace", "|T\n\nB"],
  ["A\n# |T", "Backspace", "A\n\n|T"],
])("an empty paragraph has the blank lines that it needs: %j %s", (text, keys, expected) => {
  expect(after(text, keys)).toBe(expected)
})

test("plain lines are paragraphs, and lines of a note are what they were", () => {
  const paste = (said: string, userEvent: string) => {
    const hands = new Hands("A|\n\nB")
    return hands.send(hands.state.replaceSelection(said), { userEvent }).shown
  }
  expect(paste(" un\ndeux\ntrois", "input.paste")).toBe("A un\n\ndeux\n\ntrois|\n\nB")
  expect(paste(" un\ndeux\n\ntrois", "input.paste")).toBe("A un\ndeux\n\ntrois|\n\nB")
  expect(paste(" un\ndeux", "input.paste.note")).toBe("A un\ndeux|\n\nB")
})

test("no caret and no selection ends in the gap between two blocks", () => {
  const hands = new Hands("un|\n\ndeux\n\n\ntrois")
  const select = (head: number, anchor = head, event = "select") => hands.select(anchor, head, event).shown
  expect(select(3)).toBe("un\n\n|deux\n\n\ntrois")
  expect(select(3)).toBe("un|\n\ndeux\n\n\ntrois")
  expect(select(3, 3, "select.pointer")).toBe("un|\n\ndeux\n\n\ntrois")
  expect(select(3, 0)).toBe("|un\n\n|deux\n\n\ntrois")
  expect(select(3, 1, "select.pointer")).toBe("u|n|\n\ndeux\n\n\ntrois")
  expect(select(3, 6, "select.pointer")).toBe("un\n\n|de|ux\n\n\ntrois")
  // The second blank line is a paragraph.
  expect(select(10)).toBe("un\n\ndeux\n\n|\ntrois")
})

test("after any gesture the caret stands in a block or in an empty paragraph", () => {
  for (let seed = 0; seed < 200; seed += 1) {
    const chance = new Chance(seed * 104729 + 77)
    const hands = new Hands("").fill(note(chance))
    for (let count = 0; count < 8; count += 1)
      for (const step of gesture(hands.text, chance)?.steps ?? []) {
        hands.run(step)
        const { main } = hands.state.selection
        expect(main.empty && isGap(hands.state, lineOf(hands.state, main.head)), hands.shown).toBe(false)
      }
  }
})

test("a letter in words of a note of before changes nothing else of it", () => {
  let tried = 0
  for (let seed = 0; seed < 300; seed += 1) {
    const chance = new Chance(seed * 7919 + 11)
    const text = note(chance).replace(/\n\n/g, gap => chance.pick([gap, gap, "\n\n\n"]))
    const words = [...text.matchAll(/(?<=\p{L}{2})(?=\p{L}{2})/gu)].map(({ index }) => index)
    const at = words[chance.below(words.length)]
    if (at === undefined) continue
    const hands = new Hands("").fill(text)
    const { kind, head } = lineOf(hands.state, at)
    if (at <= head || !/^(?:text|heading|item|footnote)$/.test(kind)) continue
    tried += 1
    // In the address of a link, which is not seen, it goes behind the words.
    const now = hands.click(at).type("x").text
    const changed = [...now].findIndex((letter, index) => letter !== text[index])
    expect(now.slice(0, changed) + now.slice(changed + 1)).toBe(text)
  }
  expect(tried).toBeGreaterThan(100)
})
