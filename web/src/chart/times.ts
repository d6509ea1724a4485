/** When the label of a chart's row is, read as paper reads it (export/dialect/chart_times.py). */

/** What is not a fact yet. */
export const PLANNED =
  /(?<![\p{L}\p{N}_])(cible|objectif|pr[ée]vision|projection|estimation|target|forecast|planned)/giu

const YEAR = "((?:1[5-9]|2[01])[0-9]{2})"
const MONTHS = [
  "janv?(?:ier)?|january",
  "f[ée]vr?(?:ier)?|feb(?:ruary)?",
  "mars?|march",
  "avr(?:il)?|apr(?:il)?",
  "mai|may",
  "juin|june?",
  "juil(?:let)?|july?",
  "ao[uû]t|aug(?:ust)?",
  "sept?(?:embre|ember)?",
  "oct(?:obre|ober)?",
  "nov(?:embre|ember)?",
  "d[ée]c(?:embre|ember)?",
].map(month => new RegExp(`^(?:${month})\\.?(?: ${YEAR})?$`, "iu"))
const FORMS: readonly (readonly [string, RegExp, (one: number, other: number) => number])[] = [
  ["year", new RegExp(`^${YEAR}$`), year => year * 12],
  ["quarter", new RegExp(`^[TQ]([1-4]) ${YEAR}$`, "i"), (part, year) => year * 12 + (part - 1) * 3],
  ["iso", new RegExp(`^${YEAR}-(0[1-9]|1[0-2])$`), (year, month) => year * 12 + month - 1],
  ["numbers", new RegExp(`^(0?[1-9]|1[0-2])/${YEAR}$`), (month, year) => year * 12 + month - 1],
]

/** In months, where all are of one form and each comes after the one before. */
export function times(labels: readonly string[]): number[] | undefined {
  const found = labels.map(timeOf)
  const forms = new Set(found.map(one => one?.form))
  if (forms.size !== 1 || forms.has(undefined)) return undefined
  const months = found.map(one => one?.month ?? 0)
  return months.every((month, at) => at === 0 || month > (months[at - 1] as number)) ? months : undefined
}

function timeOf(label: string): { readonly form: string; readonly month: number } | undefined {
  const said = label
    .replace(/\([^)]*\)/g, "")
    .replace(PLANNED, "")
    .split(/\s+/)
    .filter(word => word)
    .join(" ")
  for (const [form, pattern, month] of FORMS) {
    const match = pattern.exec(said)
    if (match) return { form, month: month(Number(match[1]), Number(match[2])) }
  }
  for (const [number, pattern] of MONTHS.entries()) {
    const match = pattern.exec(said)
    const year = Number(match?.[1] ?? 0)
    if (match) return { form: year ? "month of a year" : "month", month: year * 12 + number }
  }
  return undefined
}
