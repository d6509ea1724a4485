/** Filters that were typed, such as `thème:logement`, become chips once what follows them is typed. */

import { folded } from "../text/fold.ts"
import type { Filters, Found } from "./ask.ts"

interface Settled {
  readonly filters: Partial<Filters>
  /** What stays in the field. */
  readonly words: string
}

const NAMES = { theme: "theme", status: "status", who: "who", since: "since" } as const
/** The last one may still go on. */
const UNFINISHED = /(?:^|\s)[\p{L}]+:\S*$/u

/** Undefined where the field stays as it is. */
export function typedFilters(
  typed: string,
  { typed: given, words }: Found,
  facets: Found["facets"],
): Settled | undefined {
  if (given.length === 0 || UNFINISHED.test(typed)) return undefined
  const filters: Partial<Record<keyof typeof NAMES, string>> = {}
  for (const { name, value } of given)
    if (isName(name)) filters[name] = name === "theme" ? known(value, facets.themes) : value
  return { filters, words: words && typed.endsWith(" ") ? `${words.trimEnd()} ` : words }
}

const isName = (name: string): name is keyof typeof NAMES => name in NAMES

/** As the list writes it. */
function known(value: string, all: readonly string[]): string {
  const wanted = folded(value, " ").text
  return all.find(one => folded(one, " ").text === wanted) ?? value
}
