/** The changed passages of a page, and what can be said of each. */

export interface Changed {
  readonly block: HTMLElement
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
  return [...text.querySelectorAll<HTMLElement>("[data-ch]")].map(block => ({
    block,
    heading: headingOf(text, block),
    came: marked(block, "ins"),
    went: marked(block, "del"),
  }))
}

/** What is heard with a mark is no word of the text. */
export function wordsOf(element: Element | null | undefined, without = ".vh"): string {
  const copy = element?.cloneNode(true) as Element | undefined
  for (const part of copy?.querySelectorAll(without) ?? []) part.remove()
  return (copy?.textContent ?? "").replace(/\s+/g, " ").trim()
}

/** The words around the first change, as a list shows them. */
export function runsOf(block: HTMLElement): Run[] {
  const runs: Run[] = []
  const nodes = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
  while (nodes.nextNode()) {
    const parent = nodes.currentNode.parentElement
    if (!parent || parent.closest(".vh, .call")) continue
    const kind = (parent.closest(MARKS)?.localName ?? "kept") as Run["kind"]
    runs.push({ kind, words: (nodes.currentNode.textContent ?? "").replace(/\s+/g, " ") })
  }
  return shortened(runs)
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

function marked(block: HTMLElement, name: "ins" | "del"): string {
  const found = [...block.querySelectorAll(`${name}.ch`)].map(mark => wordsOf(mark)).filter(Boolean)
  return found.join(" … ")
}

function headingOf(text: HTMLElement, block: HTMLElement): string {
  const title = block.closest(".callout")?.querySelector(".callout-title")
  if (title && !title.contains(block)) return wordsOf(title, ".vh, del.ch")
  const before = [...text.querySelectorAll(HEADINGS)].filter(
    heading => heading.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING,
  )
  return wordsOf(before.at(-1), ".vh, del.ch")
}
