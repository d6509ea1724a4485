/** The page of a visitor's devices: static HTML, with dates in local time. */
import "./devices.css"
import { sending } from "../devices/sending.ts"
import { clock, day, daysAgo } from "../screen/when.ts"
import { search } from "../search/search.ts"

search({})
sending()
const now = new Date()
for (const time of document.querySelectorAll("time")) {
  const at = new Date(time.dateTime)
  time.textContent = daysAgo(at, now) === 0 ? clock(at) : day(at, now)
}
