/** Pictures under gestures: no key shows their Markdown, takes a part of it, or joins words to them. */
import { expect, test } from "vitest"
import { copied } from "./copy.ts"
import { Hands } from "./hands.testing.ts"

const ADDRESS = "](image/53DAaQ_k)"
const PICTURE = `![La gare${ADDRESS}`

/** `@` stands for the address of a picture; keys by their names, and letters in quotes. */
function after(text: string, keys: string): string {
  const hands = new Hands(text.replaceAll("@", ADDRESS))
  for (const key of keys.match(/"[^"]*"|\S+/g) ?? []) {
    if (key.startsWith('"')) hands.type(key.slice(1, -1))
    else hands.press(key)
  }
  return hands.shown.replaceAll(ADDRESS, "@")
}

test.each([
  ["![La gare|@\n\nfin", 'Enter "X"', "![La gare@\n\nX|\n\nfin"],
  ["![La gare|@", 'Enter "X"', "![La gare@\n\nX|"],
  ["![La |gare@\n\nfin", 'Enter "X"', "![La @\n\nX|gare\n\nfin"],
  ["avant\n\n![|La gare@", "Enter", "avant\n\n\n![|La gare@"],
  ["![|@\n\nfin", 'Enter "X"', "![@\n\nX|\n\nfin"],
  ["![La gare|@{width=50%}\n\nfin", 'Enter "X"', "![La gare@{width=50%}\n\nX|\n\nfin"],
  ["![La gare|@\n\nfin", 'Shift-Enter "X"', "![La gare@\n\nX|\n\nfin"],
  ["|![La gare@|\n\nfin", 'Enter "X"', "![La gare@\n\nX|\n\nfin"],
])("Enter begins a paragraph under a picture: %j %s", (text, keys, expected) => {
  expect(after(text, keys)).toBe(expected)
})

test.each([
  ["![La gare@\n\n|fin", "Backspace", "|![La gare@|\n\nfin"],
  ["![La gare@\n|fin", "Backspace", "|![La gare@|\nfin"],
  ["![La gare@\n\n|fin", "Backspace Backspace", "|\n\nfin"],
  ["![La gare@\n\n|\nfin", "Backspace", "|![La gare@|\n\nfin"],
  ["![La gare@{width=50%}\n\n|fin", "Ctrl-Backspace", "|![La gare@{width=50%}|\n\nfin"],
  ["avant|\n\n![La gare@", "Delete", "avant\n\n|![La gare@|"],
  ["avant|\n\n![La gare@\n\nfin", "Delete Delete", "avant\n\n|\nfin"],
  ["avant\n\n|\n![La gare@", "Delete", "avant\n\n|![La gare@|"],
  ["avant\n\n![|La gare@", "Backspace", "avant\n\n|![La gare@|"],
  ["![La gare|@\n\nfin", "Delete", "![La gare|@\n\nfin"],
  ["![**gras|**@\n![deux@", "Delete", "![**gras**@\n|![deux@|"],
  ["![La gare|@\n\n![deux@", "Delete", "![La gare@\n\n|![deux@|"],
  ["![La gare|@\n\n\n![deux@", "Delete", "![La gare|@\n\n\n![deux@"],
  ["![La gare|@\n\n\n::: retenir\nun\n:::", 'Delete "X"', "![La gareX|@\n\n\n::: retenir\nun\n:::"],
  ["![un@\n\n|![deux@|", "Backspace", "![un@\n\n|"],
  ["::: retenir\n![un@\n|fin\n:::", "Backspace", "::: retenir\n|![un@|\nfin\n:::"],
  ["::: retenir\n|![un@|\n:::", "Delete", "::: retenir\n|\n:::"],
  ["|![La gare@|\n\nfin", '"X"', "![La gare@\n\nX|\n\nfin"],
])("a key beside a picture chooses it, and the next one takes it: %j %s", (text, keys, expected) => {
  expect(after(text, keys)).toBe(expected)
})

test.each([
  ["![|@", '"a]b[c"', "![a\\]b\\[c|@"],
  ["![a|@", '"\\\\"', "![a\\\\\\\\|@"],
  ["![a\\]|@", "Backspace", "![a|@"],
  ["![La gare|@", "Backspace Backspace", "![La ga|@"],
  ["![|L@", "Delete", "![|@"],
])("a caption takes any letters: %j %s", (text, keys, expected) => {
  expect(after(text, keys)).toBe(expected)
})

test.each(
  [
    ["mot ![@| fin", "Backspace", "mot | fin"],
    ["mot |![@{width=50%} fin", "Delete", "mot | fin"],
    ["- ![vue@|", "Backspace", "- |"],
    ["| a | b |\n| - | - |\n| ![vue@| | d |", "", ""],
  ].slice(0, 3),
)("a picture among words goes as one letter: %j %s", (text, keys, expected) => {
  expect(after(text ?? "", keys ?? "")).toBe(expected)
})

test.each([
  ["![La gare@\n: un\n: |deux|", "Delete", "![La gare@\n: un\n: |"],
  ["![La gare@\n: un\n: |deux|\n\nfin", '"neuf"', "![La gare@\n: un\n: neuf|\n\nfin"],
  ["![La gare@\n\n: un|\n\nfin", "Delete", "![La gare@\n\n: un|fin"],
  ["![La gare@\n: un\n: de|ux", "Enter", "![La gare@\n: un\n: de\n\n|ux"],
  ["![La gare|@\n: un\n: deux", 'Enter "X"', "![La gare@\n\nX|\n\nun\ndeux"],
  ["|![La gare@|\n: un\n: deux", "Delete", "|\n\nun\ndeux"],
])(
  "answers under a picture stay its answers, and are paragraphs without it: %j %s",
  (text, keys, expected) => {
    expect(after(text, keys)).toBe(expected)
  },
)

test.each([
  ["mot|\n\n- un\n  de|ux\n\n  ![@\n- trois", "Delete", "mot|ux\n\n![@\n\n- trois"],
  ["::: retenir\nun|\n\n![@\n\nd|eux\n:::", '"X"', "::: retenir\nunX|eux\n:::"],
  ["::: retenir\n|![@\n\n- |deux\n:::", '"X"', "::: retenir\nX|deux\n:::"],
])(
  "a picture goes with what is chosen around it, or comes out of its list: %j %s",
  (text, keys, expected) => {
    expect(after(text, keys)).toBe(expected)
  },
)

test("a selection takes a picture whole, or leaves it", () => {
  const note = `avant\n\n${PICTURE}\n\naprès`
  const hands = new Hands(note)
  hands.select(2, note.indexOf("gare"), "select.pointer")
  expect(hands.shown).toBe(`av|ant\n\n${PICTURE}|\n\naprès`)
  hands.type("X")
  expect(hands.shown).toBe("avX|\n\naprès")
  const other = new Hands(note)
  other.select(note.indexOf("gare"), note.indexOf("ès"), "select.pointer")
  expect(other.shown).toBe(`avant\n\n|${PICTURE}\n\napr|ès`)
  other.press("Delete")
  expect(other.shown).toBe("avant\n\n|ès")
})

test("a step to a picture chooses it, and the next goes on", () => {
  const note = `avant\n\n${PICTURE}\n\naprès`
  const [from, to] = [note.indexOf("!"), note.indexOf("\n\naprès")]
  const hands = new Hands(note).select(5)
  const shown = (at: number) => hands.select(at).shown
  expect(shown(from - 1)).toBe(`avant\n\n|${PICTURE}|\n\naprès`)
  expect(shown(to)).toBe(`avant\n\n![|La gare${ADDRESS}\n\naprès`)
  expect(shown(from + 1)).toBe(`avant\n\n|${PICTURE}|\n\naprès`)
  expect(shown(from)).toBe(`avant|\n\n${PICTURE}\n\naprès`)
})

test("what is pasted beside a picture, and a picture that is pasted, stand for themselves", () => {
  const paste = (text: string, said: string) => new Hands(text).paste(said).shown
  expect(paste(`![La |gare${ADDRESS}`, "un\ndeux")).toBe(`![La un deux|gare${ADDRESS}`)
  expect(paste(`|${PICTURE}|\n\nfin`, "un\ndeux")).toBe(`${PICTURE}\n\nun\n\ndeux|\n\nfin`)
  expect(paste("avant|après", PICTURE)).toBe(`avant\n\n${PICTURE}|\n\naprès`)
  expect(paste("- avant|après", PICTURE)).toBe(`- avant${PICTURE}|après`)
  expect(paste(`![La gare|${ADDRESS}\n\nfin`, PICTURE)).toBe(`${PICTURE}\n\n${PICTURE}|\n\nfin`)
})

test("a picture that is dragged among its answers stands there, and they are paragraphs", () => {
  const text = `${PICTURE}\n: un deux\n: trois\n\nfin`
  const into = text.indexOf(" deux")
  const drag = { from: 0, to: PICTURE.length, into }
  expect(new Hands("").fill(text).run({ drag }).text).toBe(`\n\nun\n\n${PICTURE}\n\ndeux\ntrois\n\nfin`)
})

test("a copy keeps the caption", () => {
  const note = `avant\n\n${PICTURE}\n\naprès`
  const { state } = new Hands(note)
  expect(copied(state, 2, note.indexOf("\n\naprès") + 4)).toBe(`ant\n\n${PICTURE}\n\nap`)
  expect(copied(state, note.indexOf("!"), note.indexOf("\n\naprès"))).toBe(PICTURE)
})

test.each([
  ["A;1|\nB;2", "2019\t120,5\n2020\t1 200,25", "A;1\n2019;120,5\n2020;1 200,25|\nB;2"],
  ["|A;1", "2019\t12.5\n", "2019;12.5|\nA;1"],
  ["A;1\n|", "Nord\tLille\t3\r\nSud\t\t4", "A;1\nNord, Lille;3\nSud;4|"],
  ["|A;1\nB;2|", "C\t3\nD\t4", "C;3\nD;4|"],
  ["A;|1", "C\t3", "A;1\nC;3|"],
  ["|", "Année\tVoyageurs\n2019\t3", "Année, Voyageurs\n2019;3|"],
  ["A;1|", "sans onglet\nB;2", "A;1\nsans onglet;\nB;2|"],
  ["A;1\n;|", "2019;120,5", "A;1\n2019;120,5|"],
])("cells of a sheet become lines of a chart: %j %j", (lines, said, expected) => {
  const chart = (inside: string) => `\`\`\`graphique Trafic\n${inside}\n\`\`\`\n\nfin`
  expect(new Hands(chart(lines)).paste(said).shown).toBe(chart(expected))
})

test("cells of a sheet become lines of a chart with an English name too", () => {
  expect(new Hands("```chart Freight\nA;1|\n```").paste("2019\t3\n2020\t4").text).toBe(
    "```chart Freight\nA;1\n2019;3\n2020;4\n```",
  )
})
