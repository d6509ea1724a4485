/** What stood where words came, as a popover at them, where the page does not show it in its place. */
import { t } from "../words.ts"
import { wordsOf } from "./passages.ts"

const EDGE_PX = 8

export interface Before {
  /** Opens at the first words of a passage that took the place of others. */
  show(block: HTMLElement): void
  close(): void
}

export function beforeIn(text: HTMLElement): Before {
  const replaced = replacedIn(text)
  const popover = document.createElement("div")
  popover.className = "since-before"
  popover.popover = "manual"
  // The words are in the text already, for those who listen.
  popover.ariaHidden = "true"
  text.after(popover)
  let shown: Element | undefined

  const close = () => {
    if (shown) popover.hidePopover()
    shown = undefined
  }
  const open = (mark: Element) => {
    const gone = replaced.get(mark)
    close()
    if (!gone || getComputedStyle(gone).position !== "absolute") return
    shown = mark
    popover.textContent = t("since.before", { words: wordsOf(gone) })
    popover.showPopover()
    place(popover, mark)
  }
  const markAt = (event: Event) => (event.target as Element).closest("ins.ch") ?? undefined

  for (const [mark] of replaced) if (mark.querySelector(".vh")) (mark as HTMLElement).tabIndex = 0
  text.addEventListener("click", event => {
    const mark = markAt(event)
    if (mark && mark !== shown) open(mark)
  })
  document.addEventListener("pointerdown", event => {
    if (!popover.contains(event.target as Node) && markAt(event) !== shown) close()
  })
  popover.addEventListener("click", close)
  text.addEventListener("focusin", event => {
    const mark = markAt(event)
    if (mark) open(mark)
  })
  text.addEventListener("focusout", close)
  text.addEventListener("mouseover", event => {
    const mark = markAt(event)
    if (mark && mark !== shown && matchMedia("(hover: hover)").matches) open(mark)
  })
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") close()
  })
  return {
    show: block => {
      const mark = [...block.querySelectorAll("ins.ch")].find(one => replaced.has(one))
      if (mark) open(mark)
      else close()
    },
    close,
  }
}

/** Words that came, with those in whose place they stand; the parts of one change have the same. */
function replacedIn(text: HTMLElement): Map<Element, Element> {
  const found = new Map<Element, Element>()
  let gone: Element | undefined
  let isNext = false
  for (const mark of text.querySelectorAll("ins.ch:not(.moved), del.ch")) {
    if (mark.localName === "del") {
      gone = mark.matches(".swap") ? mark : undefined
      isNext = true
      continue
    }
    // Only the first part of a change says aloud that it came.
    if (mark.querySelector(".vh") && !isNext) gone = undefined
    if (gone) found.set(mark, gone)
    isNext = false
  }
  return found
}

/** In the page, so that it moves with the text: above the first line of the words, or below them. */
function place(popover: HTMLElement, mark: Element): void {
  const line = mark.getClientRects()[0] ?? mark.getBoundingClientRect()
  const { offsetWidth, offsetHeight } = popover
  const most = document.documentElement.clientWidth - offsetWidth - EDGE_PX
  const left = Math.max(EDGE_PX, Math.min(most, line.left + line.width / 2 - offsetWidth / 2))
  const above = line.top - offsetHeight - EDGE_PX
  const bar = document.querySelector("header")?.offsetHeight ?? 0
  const top = above > bar ? above : mark.getBoundingClientRect().bottom + EDGE_PX
  popover.style.left = `${left + scrollX}px`
  popover.style.top = `${top + scrollY}px`
}
