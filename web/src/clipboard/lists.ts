/** Lists of word processors (paragraphs with a level, lists outside of items) as nested lists. */
import { move, renamed, says, styleOf, unwrap } from "./elements.ts"

const ITEM = /mso-list:\s*l\d+ level(\d+)/
const GAP = /font:\s*7\.0pt/
const INDENT = /margin-left:\s*([\d.]+)pt/
/** How far Word sets a level in, in points. */
const STEP_PT = 36
const LONGEST_LABEL = 8
const NUMBER = /^\s*(\d+|[a-z]|[ivxl]+)[.)]/i

export function lists(body: HTMLElement): void {
  filtered(body)
  flatten(body)
  nest(body)
  for (const list of body.querySelectorAll(":is(ul, ol) > :is(ul, ol)")) adopt(list)
}

/** Word's filtered pages say nothing of lists, but for the small gap behind the bullet or the number. */
function filtered(body: HTMLElement): void {
  for (const gap of body.querySelectorAll("p:not([data-style*='mso-list']) span[data-style*='7.0pt']")) {
    const paragraph = gap.closest("p")
    if (!paragraph || says(gap) || !GAP.test(styleOf(gap))) continue
    const before = body.ownerDocument.createRange()
    before.setStart(paragraph, 0)
    before.setEndBefore(gap)
    const label = before.toString().trim()
    if (!label || label.length > LONGEST_LABEL) continue
    before.deleteContents()
    gap.remove()
    const indent = Number(INDENT.exec(styleOf(paragraph))?.[1] ?? STEP_PT)
    paragraph.dataset.style = `mso-list:l0 level${Math.max(1, Math.round(indent / STEP_PT))}`
    paragraph.dataset.label = label
  }
}

/** Word on the web makes a list of each item and says its level: as on a desk, then. */
function flatten(body: HTMLElement): void {
  for (const item of body.querySelectorAll("li[data-aria-level]")) {
    const list = item.parentElement
    if (!list) continue
    const paragraph = renamed(item, "p")
    for (const inner of paragraph.querySelectorAll("p")) unwrap(inner)
    paragraph.dataset.style = `mso-list:l0 level${item.getAttribute("data-aria-level")}`
    paragraph.dataset.list = list.nodeName
    list.before(paragraph)
    if (list.childElementCount === 0) list.remove()
  }
  for (const box of body.querySelectorAll(".ListContainerWrapper")) unwrap(box)
}

interface Level {
  readonly depth: number
  readonly list: HTMLElement
}

function nest(body: HTMLElement): void {
  let open: Level[] = []
  for (const item of body.querySelectorAll<HTMLElement>("p[data-style*='mso-list']")) {
    const depth = Number(ITEM.exec(styleOf(item))?.[1])
    if (!depth) continue
    const mark = item.querySelector("[data-style*='mso-list:Ignore'], [data-style*='mso-list: Ignore']")
    const number = NUMBER.exec(item.dataset.label ?? mark?.textContent ?? "")?.[1]
    mark?.remove()
    const name = item.dataset.list ?? (number ? "OL" : "UL")
    if (open[0]?.list !== item.previousElementSibling) open = []
    open = open.filter(
      level => level.depth < depth || (level.depth === depth && level.list.nodeName === name),
    )
    let at = open.at(-1)
    if (at?.depth !== depth) {
      const list = item.ownerDocument.createElement(name)
      if (Number(number) > 1) list.setAttribute("start", String(number))
      const above = at?.list.lastElementChild
      if (above) above.append(list)
      else item.before(list)
      at = { depth, list }
      open.push(at)
    }
    const made = item.ownerDocument.createElement("li")
    move(item, made)
    at.list.append(made)
    item.remove()
  }
}

/** Google's documents and old pages put a list beside the item that it belongs to. */
function adopt(list: Element): void {
  const before = list.previousElementSibling
  if (before?.nodeName === "LI") before.append(list)
  else {
    const item = list.ownerDocument.createElement("li")
    list.before(item)
    item.append(list)
  }
}
