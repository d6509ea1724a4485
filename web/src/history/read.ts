/** When this browser last had a note before it, so that it can be told what has changed since. */
import { keyOf } from "./last-read.ts"
import type { Story } from "./story.ts"

/** The moment that was last seen here; undefined where that is not known, or where nothing came after it. */
export function lastRead(note: string, story: Story): number | undefined {
  const time = Number(localStorage.getItem(keyOf(note)) ?? 0)
  const moment = time > 0 ? story.momentAt(time) : 0
  return moment > 0 && moment < story.moments ? moment : undefined
}
