import { expect, test } from "vitest"
import { readChart } from "./read.ts"

test("a chart has a title, bars and a source", () => {
  const fence = "```graphique Voyageurs\nAvant;410\n\nAprès ; 1 420,5 %\nSource : étude.\nFictif.\n```"
  expect(readChart(fence)).toEqual({
    title: "Voyageurs",
    bars: [
      { label: "Avant", value: 410, written: "410" },
      { label: "Après", value: 1420.5, written: "1 420,5 %" },
    ],
    source: "Source : étude. Fictif.",
  })
})

test("its name is one of two languages", () => {
  const lines = "Rail\na;1\n```"
  expect(readChart(`\`\`\`chart ${lines}`)).toEqual(readChart(`\`\`\`graphique ${lines}`))
  expect(readChart(`\`\`\`chart ${lines}`)?.title).toBe("Rail")
})

test.each([
  "```charts\na;1\n```",
  "```python\na;1\n```",
  "```graphique\n```",
  "```graphique\na;0\n```",
  "```graphiques\na;1\n```",
])("another fence is none: %j", fence => {
  expect(readChart(fence)).toBeUndefined()
})
