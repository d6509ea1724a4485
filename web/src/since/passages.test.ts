import { expect, test } from "vitest"
import { type Run, shortened } from "./passages.ts"

const kept = (words: string): Run => ({ kind: "kept", words })
const came = (words: string): Run => ({ kind: "ins", words })

test("a list shows a passage from a few words before its first change", () => {
  const before = "Ce ne sont pas des spéculateurs, mais on s’occupe du chantier "
  expect(shortened([kept(before), came("et garantit le loyer"), kept(".")])).toEqual([
    kept("… s’occupe du chantier "),
    came("et garantit le loyer"),
    kept("."),
  ])
})

test("a short beginning stays whole", () => {
  expect(shortened([kept("Le coût "), came("baisse")])).toEqual([kept("Le coût "), came("baisse")])
})

test("a long passage is cut between two words", () => {
  const [run] = shortened([came("mot ".repeat(60))])
  expect(run?.words).toMatch(/^(mot )+mot…$/)
  expect(run?.words.length).toBeLessThan(112)
})
