/** Ships the words: all of them, as they are, for the templates of the server; to scripts only what a script says. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Plugin } from "vite"

type Texts = { readonly [name: string]: string | Texts }

/** A key as scripts write it; one that goes on with `${…}` stands for all that begin so. */
const KEY = /["'`]([a-z]\w*\.[\w.]*)(\$\{)?/g

/** `sources`: the folder of the scripts, whose keys (`"section.name"`) tell which texts they use. */
export function words(folder: string, sources: string): Plugin {
  return {
    name: "pochette:words",
    apply: "build",
    enforce: "pre",
    transform(code, id) {
      if (!id.startsWith(folder) || !id.endsWith(".json")) return
      return JSON.stringify(kept(JSON.parse(code), saying(sources)))
    },
    generateBundle() {
      for (const file of readdirSync(folder).filter(name => name.endsWith(".json")))
        this.emitFile({ type: "asset", fileName: `words/${file}`, source: readFileSync(join(folder, file)) })
    },
  }
}

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
  return key => whole.has(key.replace(/_(one|other)$/, "")) || begun.some(start => key.startsWith(start))
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
