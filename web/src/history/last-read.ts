/** When a note was last open in this browser, so that its history can say what has changed since. */
import { remember, remembered } from "../screen/storage.ts"
import type { Story } from "../story/story.ts"

const keyOf = (note: string) => `pochette.seen.${note}`

/** Writes the moment down whenever the page is hidden or left. */
export function keepLastRead(note: string): void {
  const keep = () => remember(keyOf(note), String(Date.now()))
  // The last event that phones send before they discard a page.
  document.addEventListener("visibilitychange", keep)
  addEventListener("pagehide", keep)
}

/** The last moment of the story that was read here; undefined where it is unknown, or where nothing came after it. */
export function lastRead(note: string, story: Story): number | undefined {
  const time = Number(remembered(keyOf(note)) ?? 0)
  const moment = time > 0 ? story.momentAt(time) : 0
  return moment > 0 && moment < story.moments ? moment : undefined
}
