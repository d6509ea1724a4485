/** The texts of the notes that are taken along, for a search without a network. */
import { parsed } from "../screen/policy.ts"
import { carries, endOver, find } from "./store.ts"

export interface Text {
  readonly note: string
  readonly url: string
  /** A line a paragraph; the title first, headings with `#`. */
  readonly lines: string
}

const BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, dt, dd, td, th, pre, figcaption"

export async function texts(): Promise<Text[]> {
  await endOver()
  const urls = new Map<string, string>()
  for (const { held } of await carries())
    for (const [url, { note }] of Object.entries(held)) if (note) urls.set(note, url)
  const all = await Promise.all([...urls].map(([note, url]) => textAt(note, url)))
  return all.filter(text => text !== undefined)
}

async function textAt(note: string, url: string): Promise<Text | undefined> {
  const found = await find(url)
  if (!found) return undefined
  const page = parsed(new TextDecoder().decode(found.body))
  const blocks = [...(page.getElementById("text")?.querySelectorAll(BLOCKS) ?? [])]
  const lines = blocks.filter(one => !one.matches(".meta") && !one.querySelector(BLOCKS)).map(line)
  return { note, url, lines: lines.join("\n") }
}

function line(block: Element): string {
  const text = (block.textContent ?? "").replace(/\s+/g, " ").trim()
  return /^H[2-6]$/.test(block.tagName) ? `## ${text}` : text
}
