/** The changed passages of a page, and what can be said of each. */

export interface Changed {
  /** Where it stands: one place, the cells of a table, or both ends of a move; the one to look at comes first. */
  readonly blocks: readonly [HTMLElement, ...HTMLElement[]]
  readonly isMoved: boolean
  /** What the passage stands under. */
  readonly heading: string
  /** The words that came, and those that went. */
  readonly came: string
  readonly went: string
}

/** Some words of a passage: those that stayed, came or went. */
export interface Run {
  readonly kind: "kept" | "ins" | "del"
  readonly words: string
}

const MARKS = "ins.ch, del.ch"
const HEADINGS = "h1, h2, h3, h4, h5, h6"
/** How many letters of a passage a list shows, and of those before its first change. */
const MOST = 110
const BEFORE = 24

/** In the order of the text. */
export function changedIn(text: HTMLElement): Changed[] {
  const places = new Map<string, [HTMLElement, ...HTMLElement[]]>()
  for (const block of text.querySelectorAll<HTMLElement>("[data-ch]")) {
    const number = block.dataset.ch ?? ""
    const known = places.get(number)
    if (!known) places.set(number, [block])
    // Where it stands now comes before where it stood.
    else if (block.querySelector("ins.moved") && !known[0].querySelector("ins.moved")) known.unshift(block)
    else known.push(block)
  }
  return [...places.values()].map(blocks => ({
    blocks,
    isMoved: blocks.every(block => block.querySelector(".moved")),
    heading: headingOf(text, blocks[0]),
    came: marked(blocks, "ins"),
    went: marked(blocks, "del"),
  }))
}

/** What is heard with a mark is no word of the text. */
export function wordsOf(element: Element | null | undefined, without = ".vh, .said"): string {
  const copy = element?.cloneNode(true) as Element | undefined
  for (const part of copy?.querySelectorAll(without) ?? []) part.remove()
  return (copy?.textContent ?? "").replace(/\s+/g, " ").trim()
}

/** The words around the first change, as a list shows them; a cell stands `behind` the heads of its row and column. */
export function runsOf({ blocks, isMoved }: Changed, behind: (heads: string) => string): Run[] {
  const [first] = blocks
  const named = (block: HTMLElement) => {
    const heads = headsOf(block)
    return heads && behind(heads)
  }
  if (isMoved) return shortened([{ kind: "kept", words: wordsOf(first) }])
  const runs = blocks.flatMap((block, n) => [...(n > 0 ? kept(` ; ${named(block)}`) : []), ...runsIn(block)])
  return [...kept(named(first)), ...shortened(runs)]
}

const kept = (words: string): Run[] => (words ? [{ kind: "kept", words }] : [])

/** `Ligne · Colonne` of a cell. */
function headsOf(block: HTMLElement): string {
  const cell = block.closest<HTMLTableCellElement>("td")
  const row = cell?.parentElement as HTMLTableRowElement | null | undefined
  if (!cell || !row || cell.colSpan > 1) return ""
  const head = cell.closest("table")?.tHead?.rows[0]?.cells[cell.cellIndex]
  const heads = [cell.cellIndex > 0 ? row.cells[0] : undefined, head]
  const words = heads.map(one => wordsOf(one, ".vh, .said, del.ch")).filter(Boolean)
  return words.join(" · ")
}

function runsIn(block: HTMLElement): Run[] {
  const runs: Run[] = []
  const nodes = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
  while (nodes.nextNode()) {
    const parent = nodes.currentNode.parentElement
    if (!parent || parent.closest(".vh, .said, .call")) continue
    const kind = (parent.closest(MARKS)?.localName ?? "kept") as Run["kind"]
    runs.push({ kind, words: (nodes.currentNode.textContent ?? "").replace(/\s+/g, " ") })
  }
  return runs
}

export function shortened(runs: readonly Run[]): Run[] {
  const first = runs.findIndex(({ kind, words }) => kind !== "kept" && words.trim())
  const lead = lastWords(runs.slice(0, Math.max(0, first)))
  const out: Run[] = lead ? [{ kind: "kept", words: lead }] : []
  let room = MOST
  for (const run of runs.slice(Math.max(0, first))) {
    const isCut = run.words.length > room
    out.push(isCut ? { ...run, words: `${run.words.slice(0, room).replace(/\s?\S*$/, "")}…` } : run)
    room -= run.words.length
    if (isCut || room <= 0) break
  }
  return out
}

function lastWords(runs: readonly Run[]): string {
  const before = runs.map(({ words }) => words).join("")
  return before.length > BEFORE ? `…${before.slice(-BEFORE).replace(/^\S*/, "")}` : before
}

function marked(blocks: readonly HTMLElement[], name: "ins" | "del"): string {
  const marks = blocks.flatMap(block => [...block.querySelectorAll(`${name}.ch`)])
  const found = marks.map(mark => wordsOf(mark)).filter(Boolean)
  return found.join(" … ")
}

function headingOf(text: HTMLElement, block: HTMLElement): string {
  const title = block.closest(".callout")?.querySelector(".callout-title")
  if (title && !title.contains(block)) return wordsOf(title, ".vh, .said, del.ch")
  const before = [...text.querySelectorAll(HEADINGS)].filter(
    heading => heading.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING,
  )
  return wordsOf(before.at(-1), ".vh, .said, del.ch")
}
