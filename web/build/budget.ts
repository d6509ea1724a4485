/** Fails the build when what a page must download before it works outgrows its budget. */
import { gzipSync } from "node:zlib"
import type { Plugin, Rolldown } from "vite"

/** `limits`: kB of gzipped script, by entry; static imports count, what is imported on demand does not. */
export function budget(limits: Record<string, number>): Plugin {
  return {
    name: "pochette:budget",
    apply: "build",
    generateBundle(_options, bundle) {
      for (const [entry, limit] of Object.entries(limits)) {
        const size =
          [...needed(entry, bundle)].reduce((sum, chunk) => sum + gzipSync(chunk.code).length, 0) / 1000
        const told = `${entry}: ${size.toFixed(1)} kB of gzipped script, at most ${limit}`
        if (size > limit) this.error(told)
        this.info(told)
      }
    },
  }
}

function needed(entry: string, bundle: Rolldown.OutputBundle): Set<Rolldown.OutputChunk> {
  const chunks = Object.values(bundle).filter(file => file.type === "chunk")
  const found = new Set<Rolldown.OutputChunk>()
  const visit = (chunk: Rolldown.OutputChunk | undefined) => {
    if (!chunk || found.has(chunk)) return
    found.add(chunk)
    for (const name of chunk.imports) visit(chunks.find(other => other.fileName === name))
  }
  visit(chunks.find(chunk => chunk.isEntry && chunk.facadeModuleId?.endsWith(entry)))
  return found
}
