import { EditorSelection, EditorState } from "@codemirror/state"
import { expect, test } from "vitest"
import { Steps } from "./steps.ts"

interface Edit {
  readonly text?: string
  readonly event?: string
  readonly select?: readonly [number, number]
  /** ms since the edit before. */
  readonly after?: number
}

/** The steps that edits make; each is the text that it leaves. */
function stepsOf(edits: readonly Edit[]): string[] {
  const steps = new Steps()
  let state = EditorState.create()
  let now = 10_000
  const found: string[] = []
  for (const { text = "", event = "input.type", select, after = 20 } of edits) {
    now += after
    if (select) {
      state = state.update({ selection: EditorSelection.single(...select) }).state
      steps.end()
    }
    const { from, to } = state.selection.main
    const isBack = event === "delete.backward" && from === to
    const change = state.update({
      changes: { from: isBack ? from - 1 : from, to, insert: text },
      selection: { anchor: (isBack ? from - 1 : from) + text.length },
      userEvent: event,
    })
    if (steps.begins(change, now)) found.push("")
    state = change.state
    found[found.length - 1] = state.sliceDoc()
  }
  return found
}

const typed = (text: string, after?: number): Edit[] =>
  [...text].map(letter => ({ text: letter, ...(after ? { after } : {}) }))

test("typing without a pause is divided after some words, at sentences and at Enter", () => {
  expect(stepsOf(typed("un deux trois quatre cinq six sept huit"))).toEqual([
    "un deux trois quatre cinq six ",
    "un deux trois quatre cinq six sept huit",
  ])
  expect(stepsOf(typed("Oui. Non"))).toEqual(["Oui. ", "Oui. Non"])
  expect(stepsOf(typed("un\ndeux"))).toEqual(["un", "un\ndeux"])
  expect(stepsOf(typed("3.5 %"))).toEqual(["3.5 %"])
})

test("five paragraphs of 1,700 letters are many steps, none longer than some words", () => {
  const text = "La mesure coûte deux millions par an, selon la direction du budget. ".repeat(25)
  const steps = stepsOf(typed(text))
  expect(steps.length).toBeGreaterThan(40)
  expect(steps.every((step, index) => step.length - (steps[index - 1]?.length ?? 0) < 60)).toBe(true)
  expect(steps.at(-1)).toBe(text)
})

test("a pause or three seconds end a step", () => {
  expect(stepsOf([...typed("un"), { text: "x", after: 700 }])).toEqual(["un", "unx"])
  expect(stepsOf(typed("abcdefgh", 500))).toEqual(["abcdef", "abcdefgh"])
})

test("letters are deleted apart from those that are typed", () => {
  const back = { event: "delete.backward" }
  expect(stepsOf([...typed("abc"), back, back, ...typed("d")])).toEqual(["abc", "a", "ad"])
  expect(stepsOf([...typed("abc"), { text: "x", select: [0, 3] }, ...typed("y")])).toEqual(["abc", "xy"])
})

test.each(["input.paste", "input.format", "input.drop", "input.indent", "move.line", "delete.cut"])(
  "%s is one step",
  event => {
    const edit = { text: "P", event }
    expect(stepsOf([...typed("a"), edit, edit, ...typed("b")])).toEqual(["a", "aP", "aPP", "aPPb"])
  },
)

test("a composition is never divided, however long it takes", () => {
  const composed = [..."にほんご"].map((text, index) => ({
    text,
    event: index === 0 ? "input.type.compose.start" : "input.type.compose",
    after: 2_000,
  }))
  expect(stepsOf([...typed("a"), ...composed])).toEqual(["a", "aにほんご"])
})
