/** Ships the words as they are, for the templates of the server. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Plugin } from "vite"

export function words(folder: string): Plugin {
  return {
    name: "pochette:words",
    apply: "build",
    generateBundle() {
      for (const file of readdirSync(folder).filter(name => name.endsWith(".json")))
        this.emitFile({ type: "asset", fileName: `words/${file}`, source: readFileSync(join(folder, file)) })
    },
  }
}
