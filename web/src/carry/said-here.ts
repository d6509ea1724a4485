/** *Lue* on pages of this device where it was said after they were taken along: signs of the lists, and where reading goes on. */
import check from "lucide-static/icons/check.svg?raw"
import { putDrawings } from "../screen/drawings.ts"
import { t } from "../words.ts"
import { wordsFor } from "./lately.ts"
import { carryHere } from "./state.ts"

const SVG = "http://www.w3.org/2000/svg"

/** What was last said of a note that a page of this device shows. */
export async function lastWord(note: string): Promise<"read" | "undo" | undefined> {
  const carry = await carryHere(undefined).catch(() => undefined)
  return carry && wordsFor(carry.base).get(note)
}

export async function showWords(): Promise<void> {
  const carry = await carryHere(undefined).catch(() => undefined)
  const words = carry && wordsFor(carry.base)
  if (!words?.size) return
  const noteOf = ({ pathname, search }: HTMLAnchorElement) =>
    (carry?.held[pathname + search] ?? carry?.held[pathname])?.note
  for (const row of document.querySelectorAll<HTMLAnchorElement>("a[href]:has(> .what)")) {
    const word = words.get(noteOf(row) ?? row.closest<HTMLElement>("[data-note]")?.dataset.note ?? "")
    if (word) mark(row, word === "read")
    if (word && row.closest("ol")) goOn()
  }
}

function mark(row: HTMLElement, isRead: boolean): void {
  row.querySelector(".read-state")?.remove()
  if (row.closest("ol")) row.classList.toggle("done", isRead)
  if (isRead) (row.querySelector(".since") ?? row).append(sign())
}

function sign(): HTMLElement {
  putDrawings({ check })
  const [made, drawing, use] = [
    document.createElement("span"),
    document.createElementNS(SVG, "svg"),
    document.createElementNS(SVG, "use"),
  ]
  made.className = "read-state read"
  drawing.setAttribute("class", "icon")
  drawing.setAttribute("aria-hidden", "true")
  use.setAttribute("href", "#icon-check")
  drawing.append(use)
  made.append(drawing, t("today.state.read"))
  return made
}

/** As `server/folders/going_on.py` of notes of which one was shown: to the first that is not *Lue*. */
function goOn(): void {
  const button = document.querySelector<HTMLAnchorElement>(".go > .primary")
  const rows = [...(button?.closest(".go")?.parentElement?.querySelectorAll<HTMLAnchorElement>("ol a") ?? [])]
  if (!button || rows.length === 0) return
  const unread = rows.findIndex(row => !row.matches(".done"))
  button.href = rows[Math.max(0, unread)]?.getAttribute("href") ?? button.href
  const text = [...button.childNodes].findLast(node => node.nodeType === Node.TEXT_NODE)
  const said = unread < 0 ? t("today.go.again") : t("today.go.goOn", { number: unread + 1 })
  if (text) text.textContent = said
}
