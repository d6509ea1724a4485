/** Converts HTML of the clipboard to Markdown, and names the pictures that are left out. */
import { parsed } from "../screen/policy.ts"
import { clean, plainInline } from "./clean.ts"
import { says, unwrap } from "./elements.ts"
import { footnotes } from "./footnotes.ts"
import { lists } from "./lists.ts"
import { markdown } from "./markdown.ts"
import { pictures } from "./pictures.ts"
import { grid, inCell, tables } from "./tables.ts"

export interface Converted {
  readonly markdown: string
  /** Whether the HTML says more than its letters do. */
  readonly isShaped: boolean
  /** The pictures that are left out, empty names included. */
  readonly left: readonly string[]
}

/** A page begins between two texts, or there is nothing to part. */
const EDGES = /^(?:\\newpage\s*)+|(?:\s*\\newpage)+$/g
const SHAPED = "h1, h2, h3, h4, h5, h6, strong, em, s, a, ul, ol, table, blockquote, pre, code, hr, img, sup"

/** `path` is that of this note, `taken` the labels of its footnotes. */
export function convert(html: string, path: string, taken: ReadonlySet<string>): Converted {
  const { body } = parsed(html)
  clean(body)
  const left = pictures(body, path)
  const found = footnotes(body, taken)
  lists(body)
  for (const part of [body, ...found.map(({ note }) => note as HTMLElement)]) {
    links(part)
    plainInline(part)
  }
  const isShaped =
    body.querySelector(SHAPED) !== null || [...body.querySelectorAll("p")].filter(says).length > 1
  tables(body, markdown)
  const notes = found.map(({ label, note }) => `[^${label}]: ${markdown(note).replace(/\s*\n\s*/g, " ")}`)
  const text = [markdown(body).replace(EDGES, ""), notes.join("\n")].filter(Boolean).join("\n\n")
  return { markdown: text, isShaped, left }
}

/** Cells of the first table, as a row of Markdown holds them; undefined where there is none. */
export function cellsIn(html: string): string[][] | undefined {
  const { body } = parsed(html)
  clean(body)
  pictures(body, "")
  lists(body)
  links(body)
  plainInline(body)
  const table = body.querySelector("table")
  const rows = table ? grid(table) : []
  return rows.length > 0 ? rows.map(row => row.map(cell => (cell ? inCell(markdown(cell)) : ""))) : undefined
}

const ALLOWED = /^(https?:\/\/[^/]|mailto:.|tel:.)/i

/** Links lead where a note may lead; of all others only the words stay. */
function links(body: HTMLElement): void {
  for (const link of body.querySelectorAll("a")) {
    const address = (link.getAttribute("href") ?? "").trim()
    if (!ALLOWED.test(address) || !says(link)) unwrap(link)
    else link.setAttribute("href", address.replace(/[\s<>()\\]/g, encodeSign))
  }
}

const encodeSign = (sign: string) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`
