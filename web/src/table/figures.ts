/** Numbers in cells, by the pattern of the note's language: the same cells stand flush right (web/src/preview/columns.ts). */
import { UNSAID } from "../preview/columns.ts"

export interface Figure {
  readonly value: number
  readonly unit: string
  /** Digits behind the decimal sign. */
  readonly decimals: number
}

/** What a cell says, without signs that are not shown. */
export const saidIn = (cell: string): string => cell.replace(UNSAID, "").trim()

/** Undefined where a cell is no number: nothing, a word, or a sign that the number is missing. */
export function figureOf(cell: string, pattern: RegExp): Figure | undefined {
  const said = saidIn(cell)
  const found = said ? pattern.exec(said)?.groups : undefined
  if (!found || found.missing) return undefined
  const { fraction = "", unit = "" } = found
  const whole = said.slice(0, said.length - fraction.length - unit.length).replace(/\D/g, "")
  const value = Number(`${whole}.${fraction.replace(/\D/g, "") || "0"}`)
  const isNegative = /^\D*[−-]/.test(said)
  return {
    value: isNegative ? -value : value,
    unit: `${/[$€£¥]/.exec(said.slice(0, said.search(/\d/)))?.[0] ?? ""}${unit}`.replace(/\s/g, ""),
    decimals: Math.max(0, fraction.length - 1),
  }
}

/** Whether a column is of numbers: each cell that says something is one, or says that it is missing. */
export function areNumbers(cells: readonly string[], pattern: RegExp): boolean {
  const said = cells.map(saidIn).filter(Boolean)
  return said.some(cell => figureOf(cell, pattern)) && said.every(cell => pattern.test(cell))
}

/** The language of the note, which the page says of its numbers alone: the one whose decimal sign the pattern takes. */
export const languageOf = (pattern: RegExp | undefined): string | undefined =>
  pattern && (pattern.exec("0,5")?.groups?.fraction ? "fr" : "en")
