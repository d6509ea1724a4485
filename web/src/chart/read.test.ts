import { expect, test } from "vitest"
import { readChart } from "./read.ts"

test("a chart has a title, bars and a source", () => {
  const fence = "```graphique Voyageurs\nAvant;410\n\nAprès ; 1 420,5 %\nSource : étude.\nFictif.\n```"
  expect(readChart(fence)).toEqual({
    title: "Voyageurs",
    bars: [
      { label: "Avant", value: 410, written: "410", isNumber: true },
      { label: "Après", value: 1420.5, written: "1 420,5 %", isNumber: true },
    ],
    source: "Source : étude. Fictif.",
  })
})

test("its name is one of two languages", () => {
  const lines = "Rail\na;1\n```"
  expect(readChart(`\`\`\`chart ${lines}`)).toEqual(readChart(`\`\`\`graphique ${lines}`))
  expect(readChart(`\`\`\`chart ${lines}`)?.title).toBe("Rail")
})

test("a value that is no number keeps its row, and no bar", () => {
  const chart = readChart(
    "```graphique Voyageurs\nAvant;beaucoup\nAprès;\n;\nDemain;3\nSource : Insee ; nos calculs\n```",
  )
  expect(chart?.bars.map(({ label, value, written, isNumber }) => [label, value, written, isNumber])).toEqual(
    [
      ["Avant", 0, "beaucoup", false],
      ["Après", 0, "", false],
      ["Demain", 3, "3", true],
    ],
  )
  expect(chart?.source).toBe("Source : Insee ; nos calculs")
})

test("a label that begins with the word source is one", () => {
  const chart = readChart("```graphique Eau\nSources d’eau;\nSources;3\nSources : nous ; eux\n```")
  expect(chart?.bars.map(({ label }) => label)).toEqual(["Sources d’eau", "Sources"])
  expect(chart?.source).toBe("Sources : nous ; eux")
})

test("a title alone is drawn", () => {
  expect(readChart("```graphique Voyageurs\n;\n```")).toEqual({ title: "Voyageurs", bars: [], source: "" })
})

test.each(["```charts\na;1\n```", "```python\na;1\n```", "```graphique\n```", "```graphiques\na;1\n```"])(
  "another fence is none: %j",
  fence => {
    expect(readChart(fence)).toBeUndefined()
  },
)
