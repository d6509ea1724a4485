/** Dates and times in the language of the page. */

const lang = document.documentElement.lang
const NO_BREAK = "\u00a0"

/** `16 h 40` in French, as on paper, which `Intl` does not write. */
export function clock(at: Date): string {
  if (lang !== "fr") return at.toLocaleTimeString(lang, { hour: "numeric", minute: "2-digit" })
  return `${at.getHours()}${NO_BREAK}h${NO_BREAK}${String(at.getMinutes()).padStart(2, "0")}`
}

/** A day in a shape of `Intl`, which writes the first of a month in French as `1 mai`; paper and we write `1er mai`. */
export function dated(at: Date, shape: Intl.DateTimeFormatOptions): string {
  const said = at.toLocaleDateString(lang, shape)
  const isFirst = lang === "fr" && at.getDate() === 1 && (shape.day || shape.dateStyle)
  return isFirst ? said.replace(/\b1\b/, "1er") : said
}

/** `14 mars`, with its year when that is another one. */
export function day(at: Date, now: Date): string {
  const year = at.getFullYear() === now.getFullYear() ? {} : ({ year: "numeric" } as const)
  return dated(at, { day: "numeric", month: "long", ...year })
}

/** `mardi 14 mars 2017` */
export function fullDay(at: Date): string {
  return dated(at, { dateStyle: "full" })
}

/** `16 h 40` today, else its day. */
export function moment(at: Date, now: Date): string {
  return daysAgo(at, now) === 0 ? clock(at) : day(at, now)
}

/** How many midnights lie between, in the visitor's time; never less than 0. */
export function daysAgo(at: Date, now: Date): number {
  const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
  return Math.max(0, Math.round((midnight(now) - midnight(at)) / 86_400_000))
}
