/** Writes down which packages are in the bundle, as `bundled.json`, for the list of what Pochette is made of. */
import { readFileSync } from "node:fs"
import type { Plugin } from "vite"

const PACKAGE = /^((?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+))\//

interface Told {
  readonly name: string
  readonly version: string
  readonly license: string
}

export function bundled(): Plugin {
  const folders = new Map<string, string>()
  const add = (id: string) => {
    const [, folder, name] = PACKAGE.exec(id) ?? []
    if (folder && name) folders.set(name, folder)
  }
  return {
    name: "pochette:bundled",
    apply: "build",
    generateBundle(_, bundle) {
      for (const made of Object.values(bundle)) {
        if (made.type === "asset") made.originalFileNames.forEach(add)
        else for (const [id, { renderedLength }] of Object.entries(made.modules)) if (renderedLength) add(id)
      }
      const packages = [...folders].sort().map(([, folder]) => {
        const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8")) as Told
        return { name, version, licence: license }
      })
      this.emitFile({ type: "asset", fileName: "bundled.json", source: `${JSON.stringify(packages)}\n` })
    },
  }
}
