/** Texts of the interface, from `words/*.json`, in the language of the page. */
import type fr from "../words/fr.json"

type Plain<Name> = Name extends `${infer Stem}_${"zero" | "one" | "other"}` ? Stem : Name
type Keys<Words, Path extends string = ""> = {
  [Name in keyof Words & string]: Words[Name] extends string
    ? `${Path}${Plain<Name>}`
    : Keys<Words[Name], `${Path}${Name}.`>
}[keyof Words & string]
/** `section.name`; a name that has `_one` and `_other`, or `_zero` as well, is called without them, with a `count`. */
export type Key = Keys<typeof fr>
export type Params = Readonly<Record<string, string | number>>

/** `{{name}}`, with *de* or *que* before it. */
const PARAMETER = /(?:\b(d|qu)e )?\{\{\s*(\w+)\s*\}\}/g
/** Words before which *de* and *que* lose their vowel: d’Inès, d’Hélène, d’Yves, de Yasmine. The same in `export/languages/fr.toml`. */
const ELIDED = /^(?:[aeiouà-æè-ïò-öù-üœ]|h[eiè-ï]|y(?![aeiouè-ï]))/i

type Texts = { readonly [name: string]: string | Texts }
declare global {
  /** Set by the script of texts, which stands before the page's own (`web/build/words.ts`). */
  var pochetteTexts: Texts | undefined
}

const words = globalThis.pochetteTexts
if (!words) throw new Error("expected the texts of the interface before the scripts that say them, got none")
const { lang } = document.documentElement
const plural = new Intl.PluralRules(lang)
const numbers = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 })

/** A number as the language writes it: 1 142 or 1,142; 1,3 or 1.3. */
export const number = (value: number): string => numbers.format(value)

/** The text named `key`, with `{{name}}` replaced from `params`, and the plural form that `params.count` asks for. */
export function t(key: Key, params: Params = {}): string {
  const { count } = params
  const forms =
    typeof count === "number"
      ? [...(count ? [] : [`${key}_zero`]), `${key}_${plural.select(count)}`, `${key}_other`]
      : []
  const text = [...forms, key].map(find).find(found => found !== undefined) ?? key
  return text.replace(PARAMETER, (_all, stem: string | undefined, param: string) => {
    const value = params[param] ?? ""
    const shown = typeof value === "number" ? number(value) : value
    return stem ? stem + (ELIDED.test(shown) ? "’" : "e ") + shown : shown
  })
}

function find(key: string): string | undefined {
  let at: string | Texts | undefined = words
  for (const name of key.split(".")) at = typeof at === "object" ? at[name] : undefined
  return typeof at === "string" ? at : undefined
}
