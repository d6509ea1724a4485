/** Prints how much script each page loads, and fails the build when what is needed before a page works outgrows its limit. */
import { join, relative } from "node:path"
import { gzipSync } from "node:zlib"
import type { Plugin, Rolldown } from "vite"

/**
 * kB, gzipped: by page, what static imports alone load; and the texts of one language. What is loaded when it is asked for has no limit.
 *
 * `root`: the folder that holds the pages of `limits`, and `words`.
 */
export function budget(root: string, limits: Record<string, number>, mostWords: number): Plugin {
  const texts = join(root, "words", "/")
  const isText = (chunk: Rolldown.OutputChunk): boolean => chunk.facadeModuleId?.startsWith(texts) ?? false
  return {
    name: "pochette:budget",
    apply: "build",
    generateBundle(_options, bundle) {
      const tell = (line: string, isOver: boolean) => (isOver ? this.error(line) : this.info(line))
      const chunks = Object.values(bundle).filter(file => file.type === "chunk")
      const entries = chunks.filter(chunk => chunk.isEntry)
      const pages = new Map(entries.filter(entry => !isText(entry)).map(page => [nameOf(page, root), page]))
      for (const [name, page] of pages) {
        const limit = limits[name]
        const first = script(reached(page, chunks, chunk => chunk.imports))
        const whole = reached(page, chunks, ({ imports, dynamicImports }) => [...imports, ...dynamicImports])
        const figures = [
          `${kB(first)}${atMost(limit)} at first`,
          `${kB(script(whole) - first)} when asked for`,
        ]
        tell(`${name}, script, gzipped: ${figures.join(", ")}`, isOver(first, limit))
      }
      // A page loads the texts of one language: the heaviest one counts.
      const words = Math.max(0, ...entries.filter(isText).map(weight))
      tell(`texts of a language, gzipped: ${kB(words)}${atMost(mostWords)}`, isOver(words, mostWords))
      const missing = Object.keys(limits).filter(name => !pages.has(name))
      if (missing.length > 0) this.error(`expected the pages ${missing.join(", ")}, found none`)
    },
  }
}

const atMost = (most: number | undefined): string => (most === undefined ? "" : ` of ${most}`)
const isOver = (bytes: number, most: number | undefined): boolean => most !== undefined && bytes > most * 1000
const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`
const weight = (chunk: Rolldown.OutputChunk): number => gzipSync(chunk.code).length
const script = (chunks: Iterable<Rolldown.OutputChunk>): number =>
  [...chunks].reduce((sum, chunk) => sum + weight(chunk), 0)
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
