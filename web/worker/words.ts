/** The few texts that the worker says itself, in the language of the page that it shows. */
import { offlinePage as english } from "../words/en.json"
import { offlinePage as french } from "../words/fr.json"

export const LANGUAGES = ["fr", "en"] as const
export type Language = (typeof LANGUAGES)[number]

type Texts = { readonly [name: string]: string | Texts }
const texts: Record<Language, Texts> = { fr: { offlinePage: french }, en: { offlinePage: english } }

export function text(language: Language, key: string): string {
  let at: string | Texts | undefined = texts[language]
  for (const name of key.split(".")) at = typeof at === "object" ? at[name] : undefined
  return typeof at === "string" ? at : key
}

/** The language that a page says to be in. */
export function languageOf(page: string): Language {
  const [, tag = ""] = /<html[^>]* lang="([^"]*)"/.exec(page) ?? []
  return tag.startsWith("fr") ? "fr" : "en"
}

const NO_BREAK = "\u00a0"
const DAY_MS = 86_400_000

/** When something was taken along: the time of today, or the day as well. */
export function takenAt(language: Language, at: number, now: number): string {
  const date = new Date(at)
  const isToday = now - at < DAY_MS && date.getDate() === new Date(now).getDate()
  const day = date.toLocaleDateString(language, { day: "numeric", month: "long" })
  return text(language, isToday ? "offlinePage.taken" : "offlinePage.takenOn")
    .replace("{{day}}", day)
    .replace("{{time}}", clock(language, date))
}

/** `16 h 40` in French, which `Intl` does not write. */
function clock(language: Language, at: Date): string {
  if (language !== "fr") return at.toLocaleTimeString(language, { hour: "numeric", minute: "2-digit" })
  return `${at.getHours()}${NO_BREAK}h${NO_BREAK}${String(at.getMinutes()).padStart(2, "0")}`
}
