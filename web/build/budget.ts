/** Fails the build when what a page must download before it works, or all that it may ever load, outgrows its budget. */
import { gzipSync } from "node:zlib"
import type { Plugin, Rolldown } from "vite"

/** kB of gzipped script: `first` by static imports alone; `all` with every part that is imported on demand. */
export interface Limits {
  readonly first: number
  readonly all?: number
}

export function budget(limits: Record<string, Limits>): Plugin {
  return {
    name: "pochette:budget",
    apply: "build",
    generateBundle(_options, bundle) {
      for (const [entry, { first, all }] of Object.entries(limits)) {
        const needed = size(reached(entry, bundle, chunk => chunk.imports))
        const everything = size(
          reached(entry, bundle, ({ imports, dynamicImports }) => [...imports, ...dynamicImports]),
        )
        const told = `${entry}: ${kB(needed)} of gzipped script at first, at most ${first}; ${kB(everything)} with everything, at most ${all ?? "any"}`
        if (needed > first * 1000 || everything > (all ?? Number.POSITIVE_INFINITY) * 1000) this.error(told)
        this.info(told)
      }
    },
  }
}

const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`

/** The words of a language are data, not script. */
const size = (chunks: Iterable<Rolldown.OutputChunk>): number =>
  [...chunks]
    .filter(chunk => !chunk.facadeModuleId?.includes("/words/"))
    .reduce((sum, chunk) => sum + gzipSync(chunk.code).length, 0)

function reached(
  entry: string,
  bundle: Rolldown.OutputBundle,
  imports: (chunk: Rolldown.OutputChunk) => readonly string[],
): Set<Rolldown.OutputChunk> {
  const chunks = Object.values(bundle).filter(file => file.type === "chunk")
  const found = new Set<Rolldown.OutputChunk>()
  const visit = (chunk: Rolldown.OutputChunk | undefined) => {
    if (!chunk || found.has(chunk)) return
    found.add(chunk)
    for (const name of imports(chunk)) visit(chunks.find(other => other.fileName === name))
  }
  visit(chunks.find(chunk => chunk.isEntry && chunk.facadeModuleId?.endsWith(entry)))
  return found
}
