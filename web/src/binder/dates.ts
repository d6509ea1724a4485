/** Times of a list in the words of its reader: the hour today, "hier" with it, else the day. */
import { clock, day, daysAgo, fullDay } from "../screen/when.ts"
import { t } from "../words.ts"

/** What a day is called: a hundred rows have few days, and `Intl` is slow. */
const days = new Map<string, { readonly ago: number; readonly name: string }>()

export function tellTimes(part: ParentNode, now = new Date()): void {
  for (const time of part.querySelectorAll<HTMLTimeElement>("time[datetime]")) {
    const at = new Date(time.dateTime)
    const { ago, name } = called(at, now)
    time.textContent = ago === 0 ? clock(at) : ago === 1 ? t("list.yesterday", { at: clock(at) }) : name
  }
}

/** The whole date is said where one points at a time. */
export function tellWhole(): void {
  document.addEventListener("pointerover", ({ target }) => {
    const time = (target as Element).closest("time")
    if (!time || time.title) return
    const at = new Date(time.dateTime)
    time.title = `${fullDay(at)}, ${clock(at)}`
  })
}

function called(at: Date, now: Date) {
  const key = `${at.toDateString()} ${now.toDateString()}`
  const known = days.get(key)
  if (known) return known
  const ago = daysAgo(at, now)
  const names = { ago, name: ago < 2 ? "" : day(at, now) }
  days.set(key, names)
  return names
}
