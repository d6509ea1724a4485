/** When notes changed, by the clock of this device: the hour today, "hier à" with it, else a day. */
import { clock, dated, day, daysAgo } from "../screen/when.ts"
import { t } from "../words.ts"

const WEEK = 7

export function tellChanges(part: ParentNode, now = new Date()): void {
  for (const time of part.querySelectorAll<HTMLTimeElement>("time[datetime]")) {
    time.textContent = told(new Date(time.dateTime), now)
  }
}

export function told(at: Date, now: Date): string {
  const ago = daysAgo(at, now)
  if (ago === 0) return clock(at)
  if (ago === 1) return t("today.yesterdayAt", { at: clock(at) })
  return ago < WEEK ? dated(at, { weekday: "long" }) : day(at, now)
}
