/** Parser of a chart, ```` ```graphique Title ```` or ```` ```chart Title ````, lines of `label;value` (or cells of a sheet) and a source, in the same way as the print. */
import { SOURCE } from "../text/charts.ts"

export interface Bar {
  readonly label: string
  readonly value: number
  readonly written: string
  /** A value that is no number has no bar. */
  readonly isNumber: boolean
}

export interface Chart {
  readonly title: string
  readonly bars: readonly Bar[]
  readonly source: string
}

const MOST_BARS = 40
export const BEGIN = /^ {0,3}(?:`{3,}|~{3,})[ \t]*(?:graphique|chart)(?:[ \t]+(.*))?$/
export const END = /^ {0,3}(?:`{3,}|~{3,})\s*$/
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)$/

/** Undefined when the fence is another one, or when nothing can be drawn of it. */
export function readChart(fence: string): Chart | undefined {
  const [first = "", ...rows] = fence.split("\n")
  const begun = BEGIN.exec(first)
  if (!begun) return undefined
  if (END.test(rows.at(-1) ?? "")) rows.pop()
  const bars: Bar[] = []
  const source: string[] = []
  for (const row of rows.map(row => row.trim()).filter(row => row)) {
    const cut = cutOf(row)
    if (cut === undefined) {
      source.push(row)
      continue
    }
    const [label, written] = [row.slice(0, cut).trim(), row.slice(cut + 1).trim()]
    const value = numberOf(written)
    if (label || written) bars.push({ label, value: value ?? 0, written, isNumber: value !== undefined })
  }
  const title = begun[1]?.trim() ?? ""
  const isDrawn = bars.length <= MOST_BARS && (bars.length > 0 || title !== "")
  return isDrawn ? { title, bars, source: source.join(" ") } : undefined
}

/** Where a line is cut into label and value; undefined of a line of words. */
export function cutOf(line: string): number | undefined {
  const cut = Math.max(line.lastIndexOf(";"), line.lastIndexOf("\t"))
  return cut < 0 || SOURCE.test(line) ? undefined : cut
}

function numberOf(written: string): number | undefined {
  const figures = written
    .replace(/\s/g, "")
    .replace(/[%€]+$/, "")
    .replace(",", ".")
    .replace("\u2212", "-")
  return NUMBER.test(figures) ? Number(figures) : undefined
}
