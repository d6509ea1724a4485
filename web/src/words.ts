/** Texts of the interface, from `words/*.json`, in the language of the page. */
import type fr from "../words/fr.json"

type Plain<Name> = Name extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : Name
type Keys<Words, Path extends string = ""> = {
  [Name in keyof Words & string]: Words[Name] extends string
    ? `${Path}${Plain<Name>}`
    : Keys<Words[Name], `${Path}${Name}.`>
}[keyof Words & string]
/** `section.name`; a name that has `_one` and `_other` is called without them, with a `count`. */
export type Key = Keys<typeof fr>
export type Params = Readonly<Record<string, string | number>>

type Texts = { readonly [name: string]: string | Texts }
/** Every file of texts is a language; English is the first guess for one that the page has and we have not. */
const files = import.meta.glob<{ default: Texts }>("../words/*.json")
const { lang } = document.documentElement
const load = [lang, lang.split("-")[0], "en"].map(code => files[`../words/${code}.json`]).find(file => file)
const words = (await load?.())?.default ?? {}
const plural = new Intl.PluralRules(lang)
const numbers = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 })

/** A number as the language writes it: 1 142 or 1,142; 1,3 or 1.3. */
export const number = (value: number): string => numbers.format(value)

/** The text named `key`, with `{{name}}` replaced from `params`, and the plural form that `params.count` asks for. */
export function t(key: Key, params: Params = {}): string {
  const { count } = params
  const forms = typeof count === "number" ? [`${key}_${plural.select(count)}`, `${key}_other`] : []
  const text = [...forms, key].map(find).find(found => found !== undefined) ?? key
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_all, param: string) => {
    const value = params[param] ?? ""
    return typeof value === "number" ? number(value) : value
  })
}

function find(key: string): string | undefined {
  let at: string | Texts | undefined = words
  for (const name of key.split(".")) at = typeof at === "object" ? at[name] : undefined
  return typeof at === "string" ? at : undefined
}
