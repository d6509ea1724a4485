/** Reading time: minutes, and from an hour on hours, by the half below ten; as `server/text/reading_time.py` says it. */
import { t } from "../words.ts"

const AN_HOUR = 60

export function readingTime(minutes: number): string {
  if (minutes < AN_HOUR) return t("reader.minutes", { count: minutes })
  const hours = minutes / AN_HOUR
  return t("reader.hours", { count: hours < 10 ? Math.round(hours * 2) / 2 : Math.round(hours) })
}
