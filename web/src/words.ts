/** The texts of the interface, from `words/{fr,en}.json`, in the language of the page. */
import type fr from "../words/fr.json"

type Words = typeof fr
type Plain<Key> = Key extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : Key
/** `section.name`; a name that has `_one` and `_other` is called without them, with a `count`. */
export type Key = {
  [Section in keyof Words]: `${Section & string}.${Plain<keyof Words[Section]> & string}`
}[keyof Words]
export type Params = Readonly<Record<string, string | number>>

const lang = document.documentElement.lang === "fr" ? "fr" : "en"
const words: Record<string, Record<string, string>> = lang === "fr"
  ? (await import("../words/fr.json")).default
  : (await import("../words/en.json")).default
const plural = new Intl.PluralRules(lang)

/** The text named `key`, with `{{name}}` replaced from `params`, and the plural form that `params.count` asks for. */
export function t(key: Key, params: Params = {}): string {
  const [section = "", name = ""] = key.split(".")
  const forms = words[section] ?? {}
  const count = typeof params.count === "number" ? params.count : undefined
  const form =
    count === undefined ? undefined : (forms[`${name}_${plural.select(count)}`] ?? forms[`${name}_other`])
  const text = form ?? forms[name] ?? key
  return text.replace(/\{\{(\w+)\}\}/g, (_all, param: string) => String(params[param] ?? ""))
}
