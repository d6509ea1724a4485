/** Times of a list in the words of its reader: the hour today, "hier" with it, else the day. */
import { clock, day, daysAgo, fullDay } from "../screen/when.ts"
import { t } from "../words.ts"

export function tellTimes(part: ParentNode, now = new Date()): void {
  for (const time of part.querySelectorAll<HTMLTimeElement>("time[datetime]")) {
    const at = new Date(time.dateTime)
    const ago = daysAgo(at, now)
    time.textContent =
      ago === 0 ? clock(at) : ago === 1 ? t("list.yesterday", { at: clock(at) }) : day(at, now)
    time.title = `${fullDay(at)}, ${clock(at)}`
  }
}
