/** Any tables for the tests of this folder, and how GFM reads them. */
import fc from "fast-check"

export const words = fc
  .string({ unit: fc.constantFrom(..."abé1 \\|*"), maxLength: 6 })
  .map(text => text.replaceAll("\\", "").replaceAll("|", "\\|").trim())
const filled = words.filter(Boolean)
const rules = fc.constantFrom("---", ":-:", "--:", ":--")

/** As people write them: with pipes around or not, padded or not. */
export const tables = fc
  .tuple(fc.integer({ min: 2, max: 4 }), fc.boolean(), fc.boolean(), fc.constantFrom("", " ", "  "))
  .chain(([width, isOpen, isClosed, anyPad]) => {
    const isFramed = isOpen && isClosed
    const pad = isFramed ? anyPad : " "
    const row = (cells: readonly string[]) => {
      const inner = cells.map(cell => `${pad}${cell || " "}${pad}`).join("|")
      return isClosed ? `${isOpen ? "|" : ""}${inner}|` : `${isOpen ? "|" : ""}${inner}`.trimEnd()
    }
    const cells = (one: fc.Arbitrary<string>) => fc.array(one, { minLength: width, maxLength: width })
    // Without pipes around, an empty cell would be one that is not there.
    const body = fc.array(cells(isFramed ? words : filled), { maxLength: 4 })
    return fc
      .tuple(cells(filled), cells(rules), body)
      .map(([head, rule, body]) => [head, rule, ...body].map(row).join("\n"))
  })

export const cellsOf = (line: string): string[] =>
  line
    .replace(/^\s*\|/, "")
    .replace(/(?<!\\)\|\s*$/, "")
    .split(/(?<!\\)\|/)
    .map(cell => cell.trim())

export const grid = (source: string): string[][] => source.split("\n").map(cellsOf)

export function isTable(source: string): boolean {
  const [head, rule] = grid(source)
  return head?.length === rule?.length && (rule ?? []).every(cell => /^:?-+:?$/.test(cell))
}

/** All rows but the rule. */
export const rowsIn = (source: string): string[][] => grid(source).filter((_, number) => number !== 1)
