/** Ships the words: all of them, as they are, for the templates of the server; to scripts only what a script says. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Plugin } from "vite"

/** `sources`: the folder of the scripts, whose keys (`"section.name"`) tell which sections they use. */
export function words(folder: string, sources: string): Plugin {
  return {
    name: "pochette:words",
    apply: "build",
    enforce: "pre",
    transform(code, id) {
      if (!id.startsWith(folder) || !id.endsWith(".json")) return
      const scripts = readdirSync(sources, { recursive: true, encoding: "utf8" })
        .filter(name => name.endsWith(".ts"))
        .map(name => readFileSync(join(sources, name), "utf8"))
      const said = Object.entries(JSON.parse(code)).filter(([section]) =>
        scripts.some(script => new RegExp(`["'\`]${section}\\.`).test(script)),
      )
      return JSON.stringify(Object.fromEntries(said))
    },
    generateBundle() {
      for (const file of readdirSync(folder).filter(name => name.endsWith(".json")))
        this.emitFile({ type: "asset", fileName: `words/${file}`, source: readFileSync(join(folder, file)) })
    },
  }
}
