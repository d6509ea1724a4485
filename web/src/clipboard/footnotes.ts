/** Footnotes of any program: a call that links to a note which links back. */
import { says } from "./elements.ts"

export interface Footnote {
  readonly label: string
  readonly note: Element
}

const CALL = /^\s*[[(]?[\p{L}\d*†‡]{1,5}[\])]?\s*$/u
/** Selectors of a whole footnote if its program marks one, else of its first paragraph. */
const HOLDERS = [
  "[data-style*='mso-element:footnote'], [data-style*='mso-element:endnote'], [id^=sdfootnote], [id^=sdendnote]",
  "li, dd, p",
] as const
const LISTS = "[data-style*='mso-element:footnote-list'], [data-style*='mso-element:endnote-list']"

/** Takes the notes out of the text and leaves their calls, `<sup data-note>`; labels of `taken` are not given again. */
export function footnotes(body: HTMLElement, taken: ReadonlySet<string>): Footnote[] {
  const places = new Map<string, Element>()
  for (const place of body.querySelectorAll("[id], a[name]"))
    for (const name of [place.id, place.getAttribute("name")]) if (name) places.set(name, place)
  const found: Footnote[] = []
  let last = 0
  for (const link of body.querySelectorAll("a[href*='#']")) {
    if (!body.contains(link) || !CALL.test(link.textContent ?? "")) continue
    const note = holderOf(places.get(nameIn(link)), link)
    if (!note) continue
    // A note may be called more than once.
    const calls = [...body.querySelectorAll(`a[href="${CSS.escape(link.getAttribute("href") ?? "")}"]`)]
    const backs = [...note.querySelectorAll("a[href*='#']")].filter(back => {
      const origin = places.get(nameIn(back))
      return origin?.matches("a, sup, span") && calls.some(call => origin.contains(call))
    })
    if (backs.length === 0) continue
    for (const back of backs) (back.closest("sup") ?? back).remove()
    do last += 1
    while (taken.has(String(last)))
    const label = String(last)
    for (const call of calls) replace(call, label)
    found.push({ label, note })
  }
  for (const { note } of found) note.remove()
  for (const list of body.querySelectorAll(LISTS)) if (!says(list)) list.remove()
  return found
}

const nameIn = (link: Element) => link.getAttribute("href")?.replace(/^[^#]*#/, "") ?? ""

function holderOf(target: Element | undefined, call: Element): Element | undefined {
  const holders = HOLDERS.map(holder => target?.closest(holder))
  return holders.find(holder => holder && !holder.matches(LISTS) && !holder.contains(call)) ?? undefined
}

function replace(call: Element, label: string): void {
  const made = call.ownerDocument.createElement("sup")
  made.dataset.note = label
  made.textContent = label
  let whole = call
  while (whole.parentElement?.matches("sup, span") && whole.parentElement.textContent === call.textContent)
    whole = whole.parentElement
  whole.replaceWith(made)
}
