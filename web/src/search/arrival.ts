/** The passage that a search led to, in a page to read: marked until the first key or tap. */
import "./arrival.css"
import { layBlock } from "../screen/lazy-layout.ts"
import { t } from "../words.ts"
import { untilTouched } from "./arriving.ts"
import { placeOf } from "./passage.ts"

/** How long it is said that a passage is gone. */
const SAID_MS = 8_000

/** Scrolls to the passage; says so where the text has it no more. */
export function showPassage(text: HTMLElement, quote: string): void {
  const nodes = textNodes(text)
  const whole = nodes.map(({ data }) => data).join("")
  const place = placeOf(whole, quote)
  if (!place) {
    gone()
    return
  }
  const marks: HTMLElement[] = []
  let begin = 0
  for (const node of nodes) {
    const [from, to] = [Math.max(0, place.from - begin), Math.min(node.data.length, place.to - begin)]
    begin += node.data.length
    if (from < to && node.data.slice(from, to).trim()) marks.push(wrapped(node, from, to))
  }
  const [first] = marks
  const block = [...text.children].find(child => child.contains(first ?? null))
  if (block instanceof HTMLElement) layBlock(block)
  first?.scrollIntoView({ block: "center", behavior: "instant" })
  untilTouched(() => marks.forEach(unwrap))
}

/** All of the text but the numbers of footnotes and what is gone, which a quote does not have. */
function textNodes(text: HTMLElement): Text[] {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT)
  const found: Text[] = []
  while (walker.nextNode()) {
    const node = walker.currentNode as Text
    if (!node.parentElement?.closest("sup a, svg, script, style, .since, del.ch, .vh")) found.push(node)
  }
  return found
}

function wrapped(node: Text, from: number, to: number): HTMLElement {
  const inside = node.splitText(from)
  inside.splitText(to - from)
  const mark = document.createElement("mark")
  mark.className = "arrived"
  inside.replaceWith(mark)
  mark.append(inside)
  return mark
}

function unwrap(mark: HTMLElement): void {
  const { parentNode } = mark
  mark.replaceWith(...mark.childNodes)
  parentNode?.normalize()
}

function gone(): void {
  scrollTo({ top: 0, behavior: "instant" })
  const said = document.createElement("p")
  said.className = "arrival-gone"
  said.setAttribute("role", "status")
  document.body.append(said)
  // A live region speaks of what comes into it, and not of itself.
  requestAnimationFrame(() => {
    said.textContent = t("finding.gone")
  })
  setTimeout(() => said.remove(), SAID_MS)
}
