/** Prints how much script each page loads, and fails the build when what one needs before it works outgrows its limit. */
import { gzipSync } from "node:zlib"
import type { Plugin, Rolldown } from "vite"

/** kB, gzipped: `first` by static imports alone; `words` of one language. What is loaded when it is asked for has no limit. */
export interface Limits {
  readonly first: number
  readonly words?: number
}

export function budget(limits: Record<string, Limits>): Plugin {
  return {
    name: "pochette:budget",
    apply: "build",
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter(file => file.type === "chunk")
      for (const page of chunks.filter(chunk => chunk.isEntry)) {
        const name = page.facadeModuleId?.slice(process.cwd().length + 1) ?? page.name
        const { first: mostFirst, words: mostWords } = limits[name] ?? {}
        const first = script(reached(page, chunks, chunk => chunk.imports))
        const whole = reached(page, chunks, ({ imports, dynamicImports }) => [...imports, ...dynamicImports])
        const words = heaviestWords(whole)
        const figures = [
          `${kB(first)}${atMost(mostFirst)} at first`,
          `${kB(script(whole) - first)} when asked for`,
          `${kB(words)}${atMost(mostWords)} of words`,
        ]
        const line = `${name}, script, gzipped: ${figures.join(", ")}`
        if (isOver(first, mostFirst) || isOver(words, mostWords)) this.error(line)
        this.info(line)
      }
      const missing = Object.keys(limits).filter(
        name => !chunks.some(chunk => chunk.facadeModuleId?.endsWith(`/${name}`)),
      )
      if (missing.length > 0) this.error(`expected the pages ${missing.join(", ")}, found none`)
    },
  }
}

const atMost = (most: number | undefined): string => (most === undefined ? "" : ` of ${most}`)
const isOver = (bytes: number, most: number | undefined): boolean => most !== undefined && bytes > most * 1000
const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`
const weight = (chunk: Rolldown.OutputChunk): number => gzipSync(chunk.code).length
const isWords = (chunk: Rolldown.OutputChunk): boolean => chunk.facadeModuleId?.includes("/words/") ?? false

const script = (chunks: Iterable<Rolldown.OutputChunk>): number =>
  [...chunks].filter(chunk => !isWords(chunk)).reduce((sum, chunk) => sum + weight(chunk), 0)

/** A page loads the words of one language: the heavier one counts. */
const heaviestWords = (chunks: Iterable<Rolldown.OutputChunk>): number =>
  Math.max(0, ...[...chunks].filter(isWords).map(weight))

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
