/** The same keys in ProseMirror, which knows blocks, and here: where they differ, the difference is wanted and has its reason. */
import { expect, test } from "vitest"
import { Hands } from "./hands.testing.ts"
import { blocksOf, CARET, pressed, shown } from "./prosemirror.testing.ts"

type Row = readonly [key: string, note: string]

/** `%` stands for the words. */
const BLOCKS: Record<string, string> = {
  paragraph: "%",
  heading: "## %",
  item: "- %",
  number: "1. %",
  nested: "- a\n  - %",
  quotation: "> %",
  code: "```\n%\n```",
  rule: "***",
}
const EMPTY = [
  "a\n\n|",
  "## |",
  "- |",
  "- a\n- |",
  "- a\n- |\n- b",
  "1. a\n2. |",
  "- a\n  - |",
  "- a\n  - |\n  - b",
  "- a\n- |\n  - b",
  "> |",
  "> a\n> |",
  "> a\n> |\n> b",
  "```\na\n|\n```",
  "```\na\n|\nb\n```",
]
const NESTED = ["- un|\n  - |deux", "- un|\n  - |deux\n- c", "- a\n  - un|\n  - |deux"]
const ITEMS = [
  "- |un",
  "- a\n- |un",
  "- a\n- |un\n- b",
  "- a\n  - b\n- |un",
  "1. a\n2. |un",
  "- a\n  - |un",
  "- a\n  - |un\n  - b",
  "- a\n- |un\n  - b",
  "> - a\n> - |un",
  "|un",
]

const of = (kind: string, words: string) => (BLOCKS[kind] ?? "").replace("%", words)
const all = Object.keys(BLOCKS).filter(kind => kind !== "rule")

/** Two blocks of any kinds, one under the other; two of one kind are in one list or quotation. */
function pairs(first: string, second: string): string[] {
  const below = Object.keys(BLOCKS).filter(kind => kind !== "nested" && kind !== "number")
  const above = Object.keys(BLOCKS).filter(kind => kind !== "number")
  return above.flatMap(a =>
    below.flatMap(b => {
      const isList = (a === "item" || a === "nested") && b === "item"
      const gap = isList || (a === "quotation" && b === "quotation") ? "\n" : "\n\n"
      return a === b && a === "code" ? [] : [of(a, first) + gap + of(b, second)]
    }),
  )
}

const without = (which: 0 | 1) => (note: string) => note.replace(which ? /\|(?=[^|]*$)/ : "|", "")
const carets = (note: string) => note.split("|").length - 1
const under = (key: string, notes: readonly string[], count = 1): Row[] =>
  notes.filter(note => carets(note) === count).map(note => [key, note])

const ROWS: readonly Row[] = [
  ...under("Enter", [
    ...all.flatMap(kind => ["|undeux", "un|deux", "undeux|"].map(words => of(kind, words))),
    ...EMPTY,
  ]),
  ...under("Backspace", [
    ...all.map(kind => of(kind, "|deux")),
    ...pairs("un", "|deux"),
    ...NESTED.map(without(0)),
  ]),
  ...under("Backspace", ["a\n\n|", "a\n\n|\nb"]),
  ...under("Delete", [
    ...all.map(kind => of(kind, "un|")),
    ...pairs("un|", "deux"),
    ...NESTED.map(without(1)),
  ]),
  ...under("x", [...pairs("u|n", "de|ux"), "- u|n\n  - de|ux\n- c", "u|n\n\n***\n\nde|ux"], 2),
  ...under("Tab", ITEMS),
  ...under("Shift-Tab", ITEMS),
]

function ours(note: string, key: string): string {
  const hands = new Hands(note)
  if (key.length > 1) hands.press(key)
  else hands.type(key)
  if (!hands.state.selection.main.empty) return `${shown(blocksOf(hands.text))}, chosen`
  return shown(blocksOf(hands.shown.replaceAll("|", CARET)))
}

/** Reason -> gestures: what ProseMirror makes of each, and behind `but` what we do. */
const WANTED: Record<string, readonly string[]> = {
  "An empty sub-item goes a level out and keeps what is under it, as in Word and Docs: ProseMirror leaves a paragraph in the item above.":
    ["Enter: - a↵  - |↵  - b -> ul0 a / in0 ¦ / ul1 b but ul0 a / ul0 ¦ / ul1 b"],
  "Enter in an empty item, quoted line or last line of code leaves it at the first press: nobody finds Ctrl+Enter.":
    [
      "Enter: - a↵- |↵  - b -> ul0 a / ul0 / ul0 ¦ / ul1 b but ul0 a / p ¦ / ul0 b",
      "Enter: > a↵> |↵> b -> q/p a / q/p ¦ / q/p b but q/p a / p ¦ / q/p b",
      "Enter: ```↵a↵|↵``` -> code- a / code- / code- ¦ but code- a / p ¦",
    ],
  "Backspace at the head of a heading makes a paragraph: only the second press joins, as for every block with a look of its own.":
    [
      "Backspace: ## |deux -> h2 ¦deux but p ¦deux",
      "Backspace: un↵↵## |deux -> p un¦deux but p un / p ¦deux",
      "Backspace: ## un↵↵## |deux -> h2 un¦deux but h2 un / p ¦deux",
      "Backspace: - un↵↵## |deux -> ul0 un¦deux but ul0 un / p ¦deux",
      "Backspace: - a↵  - un↵↵## |deux -> ul0 a / ul1 un¦deux but ul0 a / ul1 un / p ¦deux",
      "Backspace: > un↵↵## |deux -> q/p un / q/h2 ¦deux but q/p un / p ¦deux",
      "Backspace: ```↵un↵```↵↵## |deux -> code- un¦deux but code- un / p ¦deux",
      "Backspace: ***↵↵## |deux -> h2 ¦deux but atom / p ¦deux",
    ],
  "Backspace at the head of a sub-item puts it a level out, as Shift+Tab does: nobody asked for a paragraph in the item above.":
    [
      "Backspace: - a↵  - |deux -> ul0 a / in0 ¦deux but ul0 a / ul0 ¦deux",
      "Backspace: - un↵  - |deux -> ul0 un / in0 ¦deux but ul0 un / ul0 ¦deux",
      "Backspace: - un↵  - |deux↵- c -> ul0 un / in0 ¦deux / ul0 c but ul0 un / ul0 ¦deux / ul0 c",
      "Backspace: - a↵  - un↵  - |deux -> ul0 a / ul1 un / in1 ¦deux but ul0 a / ul1 un / ul0 ¦deux",
    ],
  "Backspace at the head of an item makes a paragraph of its own: Word and Docs drop the bullet.": [
    "Backspace: - un↵- |deux -> ul0 un / in0 ¦deux but ul0 un / p ¦deux",
    "Backspace: - a↵  - un↵- |deux -> ul0 a / ul1 un / in0 ¦deux but ul0 a / ul1 un / p ¦deux",
    "Backspace: > un↵↵- |deux -> q/p un / q/ul0 ¦deux but q/p un / p ¦deux",
  ],
  "A paragraph joins the words above at the first press, as in Word: ProseMirror first draws it into the list or the quotation.":
    [
      "Backspace: - un↵↵|deux -> ul0 un / ul0 ¦deux but ul0 un¦deux",
      "Backspace: - a↵  - un↵↵|deux -> ul0 a / ul1 un / ul0 ¦deux but ul0 a / ul1 un¦deux",
      "Backspace: > un↵↵|deux -> q/p un / q/p ¦deux but q/p un¦deux",
    ],
  "The edges of code are walls, as those of boxes and charts: its lines would come out as prose, and prose as code. From outside it is chosen first.":
    [
      "Backspace: un↵↵```↵|deux↵``` -> p un¦deux but p un / code- ¦deux",
      "Backspace: ## un↵↵```↵|deux↵``` -> h2 un¦deux but h2 un / code- ¦deux",
      "Backspace: - un↵↵```↵|deux↵``` -> ul0 un¦deux but ul0 un / code- ¦deux",
      "Backspace: - a↵  - un↵↵```↵|deux↵``` -> ul0 a / ul1 un¦deux but ul0 a / ul1 un / code- ¦deux",
      "Backspace: > un↵↵```↵|deux↵``` -> q/p un / q/code- ¦deux but q/p un / code- ¦deux",
      "Backspace: ```↵un↵```↵↵|deux -> code- un¦deux but code- un / p deux, chosen",
      "Backspace: ***↵↵```↵|deux↵``` -> code- ¦deux but atom / code- ¦deux",
      "Delete: un|↵↵```↵deux↵``` -> p un¦deux but p un / code- deux, chosen",
      "Delete: ## un|↵↵```↵deux↵``` -> h2 un¦deux but h2 un / code- deux, chosen",
      "Delete: - un|↵↵```↵deux↵``` -> ul0 un¦deux but ul0 un / code- deux, chosen",
      "Delete: - a↵  - un|↵↵```↵deux↵``` -> ul0 a / ul1 un¦deux but ul0 a / ul1 un / code- deux, chosen",
      "Delete: > un|↵↵```↵deux↵``` -> q/p un¦ / q/code- deux but q/p un / code- deux, chosen",
      "Delete: ```↵un|↵```↵↵deux -> code- un¦deux but code- un¦ / p deux",
      "Delete: ```↵un|↵```↵↵## deux -> code- un¦deux but code- un¦ / h2 deux",
      "Delete: ```↵un|↵```↵↵- deux -> code- un¦ / p deux but code- un¦ / ul0 deux",
      "Delete: ```↵un|↵```↵↵> deux -> code- un¦ / p deux but code- un¦ / q/p deux",
      "Delete: ```↵un|↵```↵↵*** -> code- un¦ but code- un¦ / atom",
    ],
  "Delete joins the words below at the first press, as Backspace before them: ProseMirror first takes them out of their list or quotation, or draws them into it.":
    [
      "Delete: un|↵↵- deux -> p un¦ / p deux but p un¦deux",
      "Delete: un|↵↵> deux -> p un¦ / p deux but p un¦deux",
      "Delete: ## un|↵↵- deux -> h2 un¦ / p deux but h2 un¦deux",
      "Delete: ## un|↵↵> deux -> h2 un¦ / p deux but h2 un¦deux",
      "Delete: - un|↵↵deux -> ul0 un¦ / ul0 deux but ul0 un¦deux",
      "Delete: - un|↵- deux -> ul0 un¦ / in0 deux but ul0 un¦deux",
      "Delete: - un|↵↵> deux -> ul0 un¦ / p deux but ul0 un¦deux",
      "Delete: - a↵  - un|↵↵deux -> ul0 a / ul1 un¦ / ul0 deux but ul0 a / ul1 un¦deux",
      "Delete: - a↵  - un|↵- deux -> ul0 a / ul1 un¦ / in0 deux but ul0 a / ul1 un¦deux",
      "Delete: - a↵  - un|↵↵> deux -> ul0 a / ul1 un¦ / p deux but ul0 a / ul1 un¦deux",
      "Delete: > un|↵↵deux -> q/p un¦ / q/p deux but q/p un¦deux",
      "Delete: > un|↵↵## deux -> q/p un¦ / q/h2 deux but q/p un¦deux",
      "Delete: > un|↵↵- deux -> q/p un¦ / q/ul0 deux but q/p un¦deux",
      "Delete: - un|↵  - deux -> ul0 un¦ / in0 deux but ul0 un¦deux",
      "Delete: - un|↵  - deux↵- c -> ul0 un¦ / in0 deux / ul0 c but ul0 un¦deux / ul0 c",
      "Delete: - a↵  - un|↵  - deux -> ul0 a / ul1 un¦ / in1 deux but ul0 a / ul1 un¦deux",
    ],
  "Delete before a rule takes it away behind every block of words, as Backspace does: ProseMirror chooses it or draws it in.":
    [
      "Delete: - un|↵↵*** -> ul0 un / atom ¦ but ul0 un¦",
      "Delete: - a↵  - un|↵↵*** -> ul0 a / ul1 un / atom ¦ but ul0 a / ul1 un¦",
      "Delete: > un|↵↵*** -> q/p un¦ / q/atom but q/p un¦",
    ],
  "A selection over an edge of code is cut on each side for itself: what is left of the code stays code.": [
    "x: u|n↵↵```↵de|ux↵``` -> p ux¦ux but p ux¦ / code- ux",
    "x: ## u|n↵↵```↵de|ux↵``` -> h2 ux¦ux but h2 ux¦ / code- ux",
    "x: - u|n↵↵```↵de|ux↵``` -> ul0 ux¦ux but ul0 ux¦ / code- ux",
    "x: - a↵  - u|n↵↵```↵de|ux↵``` -> ul0 a / ul1 ux¦ux but ul0 a / ul1 ux¦ / code- ux",
    "x: > u|n↵↵```↵de|ux↵``` -> q/p ux¦ux but q/p ux¦ / code- ux",
    "x: ```↵u|n↵```↵↵de|ux -> code- ux¦ux but code- ux¦ / p ux",
    "x: ```↵u|n↵```↵↵## de|ux -> code- ux¦ux but code- ux¦ / h2 ux",
    "x: ```↵u|n↵```↵↵- de|ux -> code- ux¦ux but code- ux¦ / ul0 ux",
    "x: ```↵u|n↵```↵↵> de|ux -> code- ux¦ux but code- ux¦ / q/p ux",
  ],
  "Shift+Tab changes levels alone and ends at the first: Backspace and Enter leave a list.": [
    "Shift-Tab: - |un -> p ¦un but ul0 ¦un",
    "Shift-Tab: - a↵- |un -> ul0 a / p ¦un but ul0 a / ul0 ¦un",
    "Shift-Tab: - a↵- |un↵- b -> ul0 a / p ¦un / ul0 b but ul0 a / ul0 ¦un / ul0 b",
    "Shift-Tab: - a↵  - b↵- |un -> ul0 a / ul1 b / p ¦un but ul0 a / ul1 b / ul0 ¦un",
    "Shift-Tab: 1. a↵2. |un -> ol0 a / p ¦un but ol0 a / ol0 ¦un",
    "Shift-Tab: - a↵- |un↵  - b -> ul0 a / p ¦un / ul0 b but ul0 a / ul0 ¦un / ul1 b",
    "Shift-Tab: > - a↵> - |un -> q/ul0 a / q/p ¦un but q/ul0 a / q/ul0 ¦un",
  ],
}

const said = ([key, note]: Row) => `${key}: ${note.replaceAll("\n", "↵")} -> `
const wanted = Object.values(WANTED).flat()

test.each(ROWS)("%s does what it does in ProseMirror, or what is wanted: %j", (key, note) => {
  const [theirs, here] = [pressed(note.replaceAll("|", CARET), key), ours(note, key)]
  const row = said([key, note])
  const differs = theirs === here ? [] : [`${row}${theirs} but ${here}`]
  expect(wanted.filter(one => one.startsWith(row))).toEqual(differs)
})

test("each wanted difference is of a gesture that is tried", () => {
  expect(wanted.filter(one => !ROWS.some(row => one.startsWith(said(row))))).toEqual([])
  expect(new Set(wanted).size).toBe(wanted.length)
})
