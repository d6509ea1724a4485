/** Ships the words: all of them, as they are, for the templates of the server; to scripts only what a script says. */
import { readdirSync, readFileSync } from "node:fs"
import { join, parse } from "node:path"
import type { Plugin } from "vite"

type Texts = { readonly [name: string]: string | Texts }

/** A key as scripts write it; one that goes on with `${…}` stands for all that begin so. */
const KEY = /["'`]([a-z]\w*\.[\w.]*)(\$\{)?/g

/** The entry that stands for each file of texts: a script, which pages load before their own. */
export const scripts = (folder: string): string[] =>
  textsIn(folder).map(file => join(folder, `${parse(file).name}.js`))

/** `sources`: the folder of the scripts, whose keys (`"section.name"`) tell which texts they use. */
export function words(folder: string, sources: string): Plugin {
  const entries = new Set(scripts(folder))
  return {
    name: "pochette:words",
    apply: "build",
    enforce: "pre",
    resolveId: id => (entries.has(id) ? id : null),
    load(id) {
      if (!entries.has(id)) return
      const texts = JSON.parse(readFileSync(id.replace(/js$/, "json"), "utf8")) as Texts
      return `globalThis.pochetteTexts = ${JSON.stringify(kept(texts, saying(sources)))}`
    },
    generateBundle() {
      for (const file of textsIn(folder))
        this.emitFile({ type: "asset", fileName: `words/${file}`, source: readFileSync(join(folder, file)) })
    },
  }
}

const textsIn = (folder: string): string[] => readdirSync(folder).filter(name => name.endsWith(".json"))

/** Whether some script says the text of a key. */
function saying(sources: string): (key: string) => boolean {
  const whole = new Set<string>()
  const begun: string[] = []
  for (const name of readdirSync(sources, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".ts") || /\.test(ing)?\.ts$/.test(name)) continue
    for (const [, key = "", goesOn] of readFileSync(join(sources, name), "utf8").matchAll(KEY))
      if (goesOn) begun.push(key)
      else whole.add(key)
  }
  return key => whole.has(key.replace(/_(zero|one|other)$/, "")) || begun.some(start => key.startsWith(start))
}

function kept(texts: Texts, isSaid: (key: string) => boolean, path = ""): Texts {
  const out: Record<string, string | Texts> = {}
  for (const [name, text] of Object.entries(texts))
    if (typeof text !== "string") {
      const inner = kept(text, isSaid, `${path}${name}.`)
      if (Object.keys(inner).length > 0) out[name] = inner
    } else if (isSaid(path + name)) out[name] = text
  return out
}
