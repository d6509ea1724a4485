/** Tables as Markdown, from HTML, from plain text, or from lines with tabs. */
import { rowOf } from "../text/cells.ts"
import { move, renamed, says, styleOf, unwrap } from "./elements.ts"

type Side = "left" | "center" | "right"

const RULES: Record<Side, string> = { left: "---", center: ":-:", right: "--:" }
const FIGURE = /^[-+−]?\d[\d\s.,]*(?:[%‰€$£]|[kM]€|M[od]€?)?$/
/** Blocks that a cell of a Markdown table cannot hold. */
const BLOCKS = "table, h1, h2, h3, h4, h5, h6, pre, blockquote"

/** The first row is the head; other columns stand at the right where they are figures. */
export function table(
  rows: readonly (readonly string[])[],
  sides: readonly (Side | undefined)[] = [],
): string {
  const width = Math.max(...rows.map(row => row.length))
  const columns = Array.from({ length: width }, (_, column) => column)
  const written = rows.map(row => `| ${columns.map(column => inCell(row[column] ?? "")).join(" | ")} |`)
  const rules = columns.map(column => {
    const said = rows.slice(1).flatMap(row => row[column]?.trim() || [])
    // The first column names the rows, be it with years.
    const isFigures = column > 0 && said.length > 0 && said.every(text => FIGURE.test(text))
    return RULES[sides[column] ?? (isFigures ? "right" : "left")]
  })
  return [written[0], `| ${rules.join(" | ")} |`, ...written.slice(1)].join("\n")
}

/** One line: line ends are breaks, items of a list have a bullet, and the letters of a break stay letters. */
export const inCell = (text: string) =>
  text
    .trim()
    .replace(/(`+).*?\1|<(?=br ?\/?>)/gis, (sign, fence: string | undefined) => (fence ? sign : "\\<"))
    .replace(/^\s*- (?:\[[ x]\] )?/gm, mark =>
      mark.includes("[x]") ? "☑ " : mark.includes("[") ? "☐ " : "• ",
    )
    .replace(/\s*\n\s*/g, "<br>")
    .replace(/(?<!\\)\|/g, "\\|")

/** Blocks as lines of words for a cell: a heading without its sign, a row as its cells. */
export const flat = (markdown: string): string =>
  markdown
    .split("\n")
    .filter(line => !/^ {0,3}(?:\|[\s:|-]+\|\s*$|:{3,}|`{3,}|~{3,})/.test(line))
    .map(line => line.replace(/^ {0,3}(?:#{1,6} |> ?)/, ""))
    .map(line =>
      /^ {0,3}\|.*\|\s*$/.test(line)
        ? rowOf(line, 0)
            .cells.map(({ from, to }) => line.slice(from, to))
            .filter(Boolean)
            .join(" · ")
        : line,
    )
    .join("\n")

/** Lines with tabs, as sheets copy them; undefined where it is no table. */
export function tabbed(text: string): string[][] | undefined {
  const rows = text
    .replace(/\r\n?/g, "\n")
    .replace(/\n+$/, "")
    .split("\n")
    .map(line => line.split("\t"))
  const width = rows[0]?.length ?? 0
  return rows.length > 1 && width > 1 && rows.every(row => row.length === width) ? rows : undefined
}

/** Replaces each table by its Markdown; unwraps tables that serve only for layout. */
export function tables(body: HTMLElement, cellText: (cell: Element) => string): void {
  for (const element of body.querySelectorAll("table")) {
    const rows = grid(element)
    const width = Math.max(0, ...rows.map(row => row.length))
    if (element.querySelector(BLOCKS)) spread(element)
    else if (width < 2) column(element, rows)
    else {
      // A head is bold by itself.
      for (const mark of rows[0]?.flatMap(cell => [...(cell?.querySelectorAll("strong") ?? [])]) ?? [])
        unwrap(mark)
      const sides = Array.from({ length: width }, (_, column) => sideOf(rows[1]?.[column]))
      const texts = rows.map(row => row.map(cell => (cell ? cellText(cell) : "")))
      const made = element.ownerDocument.createElement("pre")
      made.dataset.markdown = ""
      made.textContent = table(texts, sides)
      const caption = element.caption
      if (caption && says(caption)) element.before(renamed(caption, "p"))
      element.replaceWith(made)
    }
  }
}

/** Cells at their places: one that spans several is followed by empty ones. */
export function grid(element: HTMLTableElement): (Element | undefined)[][] {
  const rows: (Element | undefined)[][] = [...element.rows].map(() => [])
  const isTaken: boolean[][] = rows.map(() => [])
  ;[...element.rows].forEach((row, y) => {
    let x = 0
    for (const cell of row.cells) {
      while (isTaken[y]?.[x]) x += 1
      for (let down = 0; down < Math.min(cell.rowSpan || 1, rows.length - y); down += 1)
        for (let right = 0; right < cell.colSpan; right += 1) {
          const line = isTaken[y + down]
          if (line) line[x + right] = true
        }
      const line = rows[y]
      if (line) line[x] = cell
      x += cell.colSpan
    }
  })
  const said = rows.filter(row => row.some(cell => cell && says(cell)))
  const width = Math.max(0, ...said.map(row => row.findLastIndex(cell => cell && says(cell)) + 1))
  return said.map(row => Array.from({ length: width }, (_, x) => row[x]))
}

/** Google's documents and Word say it of the paragraph in the cell. */
function sideOf(cell: Element | undefined): Side | undefined {
  for (const said of [cell, cell?.querySelector("p")]) {
    const side = said?.getAttribute("align") ?? /text-align:\s*(\w+)/.exec(said ? styleOf(said) : "")?.[1]
    if (side === "right" || side === "center") return side
  }
}

/** A table of one column is lines. */
function column(element: Element, rows: readonly (readonly (Element | undefined)[])[]): void {
  const made = element.ownerDocument.createElement("p")
  for (const [cell] of rows) {
    if (!cell) continue
    if (made.hasChildNodes()) made.append(element.ownerDocument.createElement("br"))
    for (const paragraph of cell.querySelectorAll("p, div")) unwrap(paragraph)
    move(cell, made)
  }
  element.replaceWith(made)
}

function spread(element: HTMLTableElement): void {
  const rows = [...element.rows]
  const parts = [...element.tBodies, ...rows, element.tHead, element.tFoot]
  for (const columns of element.querySelectorAll(":scope > :is(colgroup, col)")) columns.remove()
  for (const cell of rows.flatMap(row => [...row.cells])) renamed(cell, "div")
  for (const part of parts) if (part) unwrap(part)
  unwrap(element)
}
