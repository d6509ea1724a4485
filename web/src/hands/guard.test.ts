/** What gestures of Word and Docs make of a note: blocks stay whole, and no mark comes among the letters. */
import { expect, test } from "vitest"
import { whole } from "../footnotes/whole.ts"
import { copied } from "./copy.ts"
import { Hands } from "./hands.testing.ts"

const BOX = "::: retenir\npoint un\npoint deux\n:::"
const CHART = "```graphique Titre\nA;1\nB;2\n```"

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
  [
    "avant\n\n```graphique Titre\nA;1\nB;2\n```\n\n|fin",
    "Backspace",
    "avant\n\n|```graphique Titre\nA;1\nB;2\n```|\n\nfin",
  ],
  [`avant\n\n${CHART}\n\n|fin`, "Backspace Backspace", "avant\n\n|\nfin"],
  [`${CHART}\n\n|\nfin`, "Backspace", `|${CHART}|\n\nfin`],
  [`${CHART}\n\n|fin`, 'Backspace "X"', `${CHART}\n\nX|\n\nfin`],
  [`${BOX}\n\n|fin`, "Backspace", `|${BOX}|\n\nfin`],
  [`${BOX}\n|fin`, "Backspace", `|${BOX}|\nfin`],
  [`avant|\n\n${BOX}`, "Delete", `avant\n\n|${BOX}|`],
  [`avant\n\n|\n${BOX}`, "Delete", `avant\n\n|${BOX}|`],
  ["::: retenir\n|point un\n:::", "Backspace Backspace", "|point un"],
  [
    "avant\n::: retenir Titre\n|un\n\n- deux\n:::\naprès",
    "Backspace",
    "avant\n\nTitre\n\n|un\n\n- deux\n\naprès",
  ],
  ["::: retenir |Titre\nun\n:::", "Backspace", "|Titre\n\nun"],
  ["::: retenir|\n- un\n:::", "Backspace", "- |un"],
  ["avant\n\n::: retenir\n|\n:::\n\naprès", "Backspace", "avant\n\n|\naprès"],
  ["::: retenir\nun|\n:::\n\nfin", "Delete Delete", "::: retenir\nun|\n:::\n\nfin"],
  [`${CHART}\n\n|fin`, "Ctrl-Backspace", `|${CHART}|\n\nfin`],
  ["::: retenir\n|\n:::\n\nfin", "Backspace", "|\n\nfin"],
  ["```graphique V|\nA;1\n```", '"o"', "```graphique Vo|\nA;1\n```"],
  ["::: retenir|\nun\n:::", '"T" "i"', "::: retenir Ti|\nun\n:::"],
])("the edges of boxes and charts are walls: %j %s", (text, keys, expected) => {
  expect(after(text, keys)).toBe(expected)
})

test.each([
  ["|fin", "```", "```graphique |Titre\nA;1\nB;2\n```"],
  ["|avant", "```", "```graphique |Titre\nA;1\nB;2\n```"],
  ["|fin", "\n\nfin", "```graphique Titre\nA;1\nB;2|\n```"],
  ["|avant", "\n\nfin", "```graphique Titre\nA;1\nB;2|\n```"],
])("a press on a drawn chart opens its source: from %s, before %j", (from, pressed, expected) => {
  const text = `avant\n\n${CHART}\n\nfin`
  const hands = new Hands(text.replace(from.slice(1), from))
  const at = text.indexOf(pressed)
  expect(hands.select(at, at, "select.pointer").shown).toBe(`avant\n\n${expected}\n\nfin`)
})

test.each([
  ["## |Titre", "Backspace", "|Titre"],
  ["## |Titre", "Backspace Backspace", "|Titre"],
  ["un\n\n## |Titre", "Backspace Backspace", "un|Titre"],
  ["- un\n- |deux", "Backspace", "- un\n\n|deux"],
  ["- un\n  - |deux", "Backspace", "- un\n- |deux"],
  ["- [x] |fait", "Backspace", "|fait"],
  ["1. |un\n2. deux", "Backspace", "|un\n\n2. deux"],
  ["> |cité\n> encore", "Backspace", "|cité\n\n> encore"],
  ["un\n\n|deux", "Backspace", "un|deux"],
  ["un\n\n\n|deux", "Backspace", "un\n\n|deux"],
  ["- un\n\n|deux", "Backspace", "- un|deux"],
  ["un\n\n\\newpage\n\n|deux", "Backspace", "un\n\n|deux"],
  ["[^1]: |Source", "Backspace", "[^1]: |Source"],
  ["- un\n  - deux\n    - trois\n\n|fin", "Backspace", "- un\n  - deux\n    - trois|fin"],
  ["- |un\n  - deux", "Backspace", "|un\n\n- deux"],
  ["# |- pas une liste", "Backspace", "|\\- pas une liste"],
])("Backspace at the head of a block: %j %s", (text, keys, expected) => {
  expect(after(text, keys)).toBe(expected)
})

test.each([
  ["un|\n\ndeux", "Delete", "un|deux"],
  ["un|\n\n## deux", "Delete", "un|deux"],
  ["- un|\n- deux\n  - trois", "Delete", "- un|deux\n  - trois"],
  ["1. un|\n   1. deux\n   2. trois", "Delete", "1. un|deux\n   1. trois"],
  ["un|\n\n***\n\ndeux", "Delete", "un|\n\ndeux"],
  ["> un|\n> deux", "Delete", "> un|deux"],
])("Delete at the end of a block: %j %s", (text, keys, expected) => {
  expect(after(text, keys)).toBe(expected)
})

test.each([
  ["- |", "Enter", "|"],
  ["- un|", "Enter", "- un\n- |"],
  ["- un\n- |", "Enter", "- un\n\n|"],
  ["- un\n  - |", "Enter", "- un\n- |"],
  ["- [x] fa|it", "Enter", "- [x] fa\n- [ ] |it"],
  ["1. un|", "Enter", "1. un\n2. |"],
  ["## Ti|tre", "Enter", "## Ti\n\n## |tre"],
  ["## Titre|\nsuite", "Enter", "## Titre\n\n|\nsuite"],
  ["## |Titre", "Enter", "\n\n## |Titre"],
  ["> un|", "Enter", "> un\n>\n> |"],
  ["> un\n> |", "Enter", "> un\n\n|"],
  ["::: retenir\nun\n|\n:::", "Enter", "::: retenir\nun\n:::\n\n|"],
  ["un|deux", "Enter", "un\n\n|deux"],
  ["- un|", 'Shift-Enter "x"', "- un\n  x|"],
])("Enter: %j %s", (text, keys, expected) => {
  expect(after(text, keys)).toBe(expected)
})

test.each([
  ["## Titre", "## Titre"],
  ["### Titre", "### Titre"],
  ["---", "---"],
])("a mark of several signs is typed sign by sign: %j", (letters, expected) => {
  const hands = new Hands("# Note\n\n").select(8, 8)
  for (const letter of letters) hands.type(letter)
  expect(hands.shown).toBe(`# Note\n\n${expected}|`)
})

test.each([
  ["## Titre\n\ntexte", 0, 0, "X", "## X|Titre\n\ntexte"],
  ["- élément", 0, 0, "X", "- X|élément"],
  ["- [ ] tâche", 0, 0, "X", "- [ ] X|tâche"],
  ["## Titre", 8, 0, "Neuf", "## Neuf|"],
  ["un\n\n|", 4, 4, "x", "un\n\nx|"],
])("what is typed at the left of a mark comes behind it: %j", (text, anchor, head, said, expected) => {
  expect(new Hands(text.replace("|", "")).select(anchor, head).type(said).shown).toBe(expected)
})

test.each([
  ["un\n\n|deux paragraphe\n\n|trois", '"x"', "un\n\nx|trois"],
  ["|un\n\n|# deux", "Delete", "# |deux".replace("# |", "# |")],
  [`a|vant\n\n${BOX}\n\nap|rès`, '"x"', "ax|rès"],
  [
    "a|vant\n\n::: retenir\npoint un\npoint| deux\n:::\n\naprès",
    "Delete",
    "a|\n\n::: retenir\n deux\n:::\n\naprès",
  ],
  ["- un|\n- de|ux\n  - trois", "Delete", "- un|ux\n  - trois"],
])("a selection over blocks: %j %s", (text, keys, expected) => {
  expect(after(text, keys)).toBe(expected)
})

test.each([
  ["- |un\n- deux|", "- un\n- deux"],
  ["- u|n\n- deux|", "n\n- deux"],
  ["# |Titre\n\ntexte|", "# Titre\n\ntexte"],
  ["a|vant\n\n::: retenir\nun|\n:::", "vant\n\nun"],
  ["a|vant\n\n::: retenir\nun\n:::\n\nfin|", "vant\n\n::: retenir\nun\n:::\n\nfin"],
  ["**gr|as** et su|ite", "**as** et su"],
  ["un |mot|", "mot"],
  ["\\|> |ici", "\\> "],
])("a copy has the mark of its first block and no half of anything: %j", (text, expected) => {
  const { state } = new Hands(text)
  expect(copied(state, state.selection.main.from, state.selection.main.to)).toBe(expected)
})

test.each([
  ["**gras|**", "Backspace", "**gra|**"],
  ["**g|**", "Backspace", "|"],
  ["un **gras|** deux", '" x"', "un **gras x|** deux"],
  ["un **gras|**", "Enter", "un **gras**\n\n|"],
  ["un **gr|as**", "Enter", "un **gr**\n\n**|as**"],
  ["**un**\n\n|**deux**", "Backspace", "**un|deux**"],
  ["- [un|](https://e.org)", "Enter", "- [un](https://e.org)\n- |"],
  ["un[^1]| deux\n\n[^1]: a b", "Backspace", "un| deux"],
  ["un |**gras** deux", "Delete Delete Delete Delete", "un | deux"],
])("inline marks keep their other half: %j %s", (text, keys, expected) => {
  expect(after(text, keys)).toBe(expected)
})

test.each([
  ["- |\n- deux", "un\ndeux", "- un\n- deux|\n- deux"],
  ["> |", "un\ndeux", "> un\n>\n> deux|"],
  ["texte|", "un\ndeux", "texteun\n\ndeux|"],
  ["- ~~42| % ou~~", "un\ndeux", "- ~~42un~~\n- deux| ~~% ou~~"],
  ["- ~~42 |% ou~~", "un\ndeux", "- ~~42 un~~\n- deux|% ~~ou~~"],
  ["- a|b", "\nun", "- aun|b"],
  ["::: retenir\n|\n:::", "::: langage\nun\n:::", "::: retenir\nun|\n:::"],
  ["texte|\n\nfin", "# Titre\n\n- un", "texte\n\n# Titre\n\n- un|\n\nfin"],
  ["~~42 |% ou~~", "# Titre\n\nfin", "~~42~~ \n\n# Titre\n\nfin|% ~~ou~~"],
  ["~~42| % ou~~", "# Titre\n\n- un", "~~42~~\n\n# Titre\n\n- un|\n\n~~% ou~~"],
  ["~~42 %| ou~~", "un\n\n# Titre", "~~42 %un~~\n\n# Titre|\n\n~~ou~~"],
  ["**gras| mot** fin", "- a\n", "**gras**\n\n- a\n\n|**mot** fin"],
  ["un|\ndeux", "## Titre\n\n- trois", "un\n\n## Titre\n\n- trois|\n\ndeux"],
  ["```\n|\n```", "# un\n- deux", "```\n# un\n- deux|\n```"],
])(
  "lines that are pasted become what stands around, and Markdown stays Markdown: %j %j",
  (text, said, expected) => {
    expect(new Hands(text).paste(said).shown).toBe(expected)
  },
)

test.each([
  ["x **m|** y", 'Backspace "n"', "x **n|** y"],
  ["x ***m|*** y", 'Backspace "n"', "x ***n|*** y"],
  ["x **m|** y", 'Backspace " " "n"', "x  **n|** y"],
])("letters typed in place of the last bold one are bold: %j %s", (text, keys, expected) => {
  expect(after(text, keys)).toBe(expected)
})

// Found by chance, each in a chain of gestures.
test.each([
  ["# Le plan #| non", "Ctrl-Delete", "# Le plan \\#|"],
  ["- un|\n  deux\n\n  trois", 'Enter Enter "x"', "- un\n- \n- x|deux\n\n  trois"],
  ["- un\n- |\n  - trois", 'Enter Enter "x"', "- un\n\n\nx|\n\n- trois"],
  ["`un|`\n`deux`", "Delete", "`un|deux`"],
  ["un\n|", '"---" Backspace "x"', "un\n\n--x|"],
  ["- un\n  |deux\n\n1. trois", "Backspace", "- un|deux\n\n1. trois"],
  ["un\n\n|\\# non", "Backspace", "un|\\# non"],
  ["> un\n\n\n> |deux", "Backspace", "> un\n\n\n|deux"],
  ["1. \n   1. mesure| et|\n\n   barré\n- loi", '"s"', "1. \n   1. mesures|\n\n   barré\n- loi"],
  ["- \n  - budget\n    - |x|", "Delete", "- \n  - budget\n\n    - |"],
  ["> - un\n\n  - deux|", 'Enter Enter "x"', "> - un\n\n  - deux\n\nx|"],
  ["::: retenir\nun\n:::\n::: retenir\n|deux\n:::", "Backspace", "::: retenir\nun\n:::\n|deux"],
  ["> un\n> \n>|\n> - deux", 'Delete "Z"', "> un\n> \n> - Z|deux"],
  ["- |un|\n\n\n  - deux", "Delete", "- |\n  - deux"],
  ["- un\n  - d|eux\n\n> - a\n>   - b|c\n>     - e", "Delete", "- un\n  - d|c\n\n> - e"],
  ["> - u|n\n\n- de|ux\n  trois\n- ", '"x"', "> - ux|ux\n\ntrois\n\n- "],
  ["[^1]: |Voir Le\n\n\\|# non", "Delete", "|\\# non"],
  ["un[^1]\n\nd|eux\n\n[^1]: Source\n\ntr|ois", "Delete", "un[^1]\n\nd|ois\n\n[^1]: "],
  ["d|eux\n\n[^1]: Sou|rce\n\nun[^1]", "Delete", "d|\n\n[^1]: rce\n\nun[^1]"],
  ["[^1]: |Voir\n\n[^3]: |Zut", "Delete", "[^3]: |Zut"],
  ["un[^1]\n\n[^1]: |Source", "Backspace", "un[^1]\n\n[^1]: |Source"],
  ["un[^1]\n\n[^1]: **So|**", "Backspace", "un[^1]\n\n[^1]: **S|**"],
  ["un[^1]\n\n[^1]: Source|\n\ndeux", "Delete", "un[^1]\n\n[^1]: Source|deux"],
  ["un\n\n|\n\ndeux", "Delete", "un\n\n|\ndeux"],
  ["un\n\n\n|\n\ndeux", "Backspace", "un\n\n|\n\ndeux"],
  ["> un\n>\n> |\n>\n> - deux", 'Delete "Z"', "> un\n>\n>Z|\n>\n> - deux"],
  ["un[^1]\n\n[^1]: `|code`", "Delete", "un[^1]\n\n[^1]: `|ode`"],
  ["\\|> ici\n\n- |deux", "Delete", "- |deux"],
])("what chance has found stays as it was repaired: %j %s", (text, keys, expected) => {
  expect(after(text, keys)).toBe(expected)
})

test.each([
  ["Quoi ?\n: |Rien.", 'Home "X"', "Quoi ?\n: X|Rien."],
  ["Quoi ?\n: |Rien|.", '"Tout"', "Quoi ?\n: Tout|."],
  ["Quoi ?\n: |Rien.", "Backspace", "Quoi ?|Rien."],
  ["Quoi ?\n: R|", "Backspace", "Quoi ?\n: |"],
  ["Quoi ?\n: R|", 'Backspace "N" "o" "n"', "Quoi ?\n: Non|"],
  ["Quoi ?\n: |Rien|\n\nfin", 'Delete "Non"', "Quoi ?\n: Non|\n\nfin"],
  ["Quoi ?\n: R|", "Backspace Backspace", "Quoi ?|"],
  ["Quoi ?\n: R|\n\nfin", 'Backspace Enter "x"', "Quoi ?\n\nx|\n\nfin"],
  ["Quoi ?\n: Un.\n: |", 'Enter "x"', "Quoi ?\n: Un.\n\nx|"],
  ["Quoi ?\n\n: |\n\nfin", 'Enter "x"', "Quoi ?\n\nx|\n\nfin"],
  ["Quoi ?\n: |Rien", "Enter", "Quoi ?\n: \n\n|Rien"],
])("the sign before an answer or a title is a mark: %j %s", (text, keys, expected) => {
  expect(after(text, keys)).toBe(expected)
})

test.each([
  ["Qu|oi ?\n: Rien.", "Enter", "Qu\n: |oi ?\n: Rien."],
  ["Quoi ?|\n: Rien.", 'Enter "x"', "Quoi ?\n: x|\n: Rien."],
  ["|Quoi ?\n: Rien.", "Enter", "\n\n|Quoi ?\n: Rien."],
  ["# T\n\n|Quoi ?\n: Rien.", "Backspace", "# T|Quoi ?\nRien."],
  ["- T\n\n|Quoi ?\n: Un.\n: Deux.", "Backspace", "- T|Quoi ?\n\nUn.\nDeux."],
  ["un\n\n\n|Quoi ?|\n: Rien.", "Delete", "un\n\n\n|\nRien."],
  ["# u|n\n\nQ|uoi ?\n: Rien.", "Delete", "# u|uoi ?\nRien."],
  ["## Titre|\nQuoi ?\n\n: Rien.", 'Enter "x"', "## Titre\n\nx|\n\nQuoi ?\n\n: Rien."],
  ["un|\n: deux\ntrois\n\n: quatre", "Delete", "un|deux\ntrois\n\nquatre"],
])("a sign without its question or its table goes: %j %s", (text, keys, expected) => {
  expect(after(text, keys)).toBe(expected)
})

test("the title of a table that goes is a paragraph", () => {
  const hands = new Hands("").fill("un\n\n| a |\n| - |\n| b |\n\nTable : Titre")
  const at = hands.text.indexOf("Titre")
  expect(hands.select(4, at).press("Delete").text).toBe("un\n\nTitre")
})

test("a question that goes with a table and its title above leaves paragraphs", () => {
  const hands = new Hands("").fill(
    "::: retenir\nun\n:::\n\n| a |\n| - |\n| b |\n\nTable : T\n\nQuoi ?\n: Un.\n: Deux.",
  )
  const to = hands.text.indexOf("\n: Un.")
  expect(hands.select(13, to).type("x").text).toBe("::: retenir\nux\n:::\n\n\nUn.\nDeux.")
})

test("Enter behind the title of a table begins a paragraph", () => {
  const table = "| a |\n| - |\n| b |\n\n"
  const text = `${table}Table: Titre`
  const hands = new Hands("")
  hands.state = hands.state.update({
    changes: { from: 0, insert: text },
    selection: { anchor: text.length },
  }).state
  hands.press("Enter")
  hands.type("suite")
  expect(hands.state.doc.toString()).toBe(`${table}Table: Titre\n\nsuite`)
})

test("letters over a selection that ends in a footnote come in their order", () => {
  const hands = new Hands("- é|té\n\nmot\n\n[^1]: t|rois", whole)
  expect(hands.type("neuf").shown).toBe("- éneuf|\n\n[^1]: rois")
})

const CELLS = "| a | b |\n| --- | --- |\n| un **gras** | *c* |\n\nfin"

/** The note after a key, with the caret behind some letters. */
function inCells(behind: string, act: (hands: Hands) => Hands): string {
  const hands = new Hands("").fill(CELLS)
  const { shown } = act(hands.click(CELLS.indexOf(behind) + behind.length))
  return shown.slice(shown.indexOf("| un"))
}
const right = (hands: Hands) => hands.select(hands.state.selection.main.head + 1)

test.each([
  ["gras", right, "| un **gras** | |*c* |\n\nfin"],
  ["*c", right, "| un **gras** | *c* |\n|\nfin"],
  ["gras", (hands: Hands) => hands.press("Delete"), "| un **gras|** | *c* |\n\nfin"],
  ["| *", (hands: Hands) => hands.press("Backspace"), "| un **gras** | |*c* |\n\nfin"],
])("bold at the edge of a cell ends with it: behind %j", (behind, act, expected) => {
  expect(inCells(behind, act)).toBe(expected)
})
