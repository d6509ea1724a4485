/** Prints how much script each page loads, and fails the build when what one needs before it works outgrows its limit. */
import { join, relative } from "node:path"
import { gzipSync } from "node:zlib"
import type { Plugin, Rolldown } from "vite"

/** kB, gzipped: `first` by static imports alone; `words` of one language. What is loaded when it is asked for has no limit. */
export interface Limits {
  readonly first: number
  readonly words?: number
}

/** `root`: the folder that holds the pages of `limits`, and `words`. */
export function budget(root: string, limits: Record<string, Limits>): Plugin {
  const texts = join(root, "words", "/")
  const isText = (chunk: Rolldown.OutputChunk): boolean => chunk.facadeModuleId?.startsWith(texts) ?? false
  const script = (chunks: Iterable<Rolldown.OutputChunk>): number =>
    [...chunks].filter(chunk => !isText(chunk)).reduce((sum, chunk) => sum + weight(chunk), 0)
  /** A page loads the texts of one language: the heavier one counts. */
  const heaviestTexts = (chunks: Iterable<Rolldown.OutputChunk>): number =>
    Math.max(0, ...[...chunks].filter(isText).map(weight))
  return {
    name: "pochette:budget",
    apply: "build",
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter(file => file.type === "chunk")
      const pages = new Map(chunks.filter(chunk => chunk.isEntry).map(page => [nameOf(page, root), page]))
      for (const [name, page] of pages) {
        const limit = limits[name]
        const first = script(reached(page, chunks, chunk => chunk.imports))
        const whole = reached(page, chunks, ({ imports, dynamicImports }) => [...imports, ...dynamicImports])
        const words = heaviestTexts(whole)
        const figures = [
          `${kB(first)}${atMost(limit?.first)} at first`,
          `${kB(script(whole) - first)} when asked for`,
          `${kB(words)}${atMost(limit?.words)} of words`,
        ]
        const line = `${name}, script, gzipped: ${figures.join(", ")}`
        if (isOver(first, limit?.first) || isOver(words, limit?.words)) this.error(line)
        this.info(line)
      }
      const missing = Object.keys(limits).filter(name => !pages.has(name))
      if (missing.length > 0) this.error(`expected the pages ${missing.join(", ")}, found none`)
    },
  }
}

const atMost = (most: number | undefined): string => (most === undefined ? "" : ` of ${most}`)
const isOver = (bytes: number, most: number | undefined): boolean => most !== undefined && bytes > most * 1000
const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`
const weight = (chunk: Rolldown.OutputChunk): number => gzipSync(chunk.code).length
const nameOf = ({ facadeModuleId, name }: Rolldown.OutputChunk, root: string): string =>
  facadeModuleId ? relative(root, facadeModuleId) : name

function reached(
  page: Rolldown.OutputChunk,
  chunks: readonly Rolldown.OutputChunk[],
  imports: (chunk: Rolldown.OutputChunk) => readonly string[],
): Set<Rolldown.OutputChunk> {
  const found = new Set<Rolldown.OutputChunk>()
  const visit = (chunk: Rolldown.OutputChunk | undefined) => {
    if (!chunk || found.has(chunk)) return
    found.add(chunk)
    for (const name of imports(chunk)) visit(chunks.find(other => other.fileName === name))
  }
  visit(page)
  return found
}
