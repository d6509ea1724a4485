/** Restores the scroll position: the block at the top of the screen, at any text size. */

import { layBlock } from "../screen/lazy-layout.ts"
import { remember, remembered } from "../screen/storage.ts"

interface Place {
  /** Index of the topmost child, and the part of it above the screen's top, 0 to 1. */
  readonly block: number
  readonly into: number
}

/** `note` names the note whose place is kept on this device. */
export function keepPlace(text: HTMLElement, note: string): void {
  const key = `pochette.place.${note}`
  history.scrollRestoration = "manual"
  if (!location.hash) goTo(text, read(key))
  const keep = () => {
    const place = now(text)
    remember(key, place ? JSON.stringify(place) : null)
  }
  // The last event that phones send before they discard a page.
  document.addEventListener("visibilitychange", keep)
  addEventListener("pagehide", keep)
}

function now(text: HTMLElement): Place | undefined {
  const top = edge()
  const block = [...text.children].findIndex(child => child.getBoundingClientRect().bottom > top)
  const box = text.children[block]?.getBoundingClientRect()
  if (!box || scrollY === 0) return undefined
  return { block, into: Math.max(0, (top - box.top) / box.height) }
}

function goTo(text: HTMLElement, place: Place | undefined): void {
  const block = place && (text.children[place.block] as HTMLElement | undefined)
  if (!block) return
  layBlock(block)
  const box = block.getBoundingClientRect()
  scrollTo({ top: scrollY + box.top + box.height * place.into - edge(), behavior: "instant" })
}

/** Height of the sticky bar above the text, in pixels. */
function edge(): number {
  return document.querySelector("header")?.offsetHeight ?? 0
}

function read(key: string): Place | undefined {
  try {
    return JSON.parse(remembered(key) ?? "null") ?? undefined
  } catch {
    return undefined
  }
}
