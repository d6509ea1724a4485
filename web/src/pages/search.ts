/** The page of the search: static HTML, with dates in local time. */
import "./search.css"
import { clock, day, daysAgo } from "../screen/when.ts"

const now = new Date()
for (const time of document.querySelectorAll("time")) {
  const at = new Date(time.dateTime)
  time.textContent = daysAgo(at, now) === 0 ? clock(at) : day(at, now)
}
