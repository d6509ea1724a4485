/** When somebody read, as people say it: `hier à 21 h 40`. */
import { clock, day, daysAgo } from "../screen/when.ts"

/** `time` has the two ways to say it: for today and yesterday, and for days before. */
export function tellWhen(time: HTMLTimeElement): void {
  const [at, now] = [new Date(time.dateTime), new Date()]
  const ago = daysAgo(at, now)
  const near = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" })
  const [pattern, said] =
    ago < 2 ? [time.dataset.near, near.format(-ago, "day")] : [time.dataset.far, day(at, now)]
  time.textContent = (pattern ?? "").replace("DAY", said).replace("CLOCK", clock(at))
}
