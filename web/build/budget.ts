/** Fails the build when what a page must download before it works, or all that it may ever load, outgrows its budget. */
import { gzipSync } from "node:zlib"
import type { Plugin, Rolldown } from "vite"

/** kB, gzipped: `first` by static imports alone; `all` with every part that is imported on demand; `words` of one language. */
export interface Limits {
  readonly first: number
  readonly all?: number
  readonly words?: number
}

export function budget(limits: Record<string, Limits>): Plugin {
  return {
    name: "pochette:budget",
    apply: "build",
    generateBundle(_options, bundle) {
      for (const [entry, { first, all, words }] of Object.entries(limits)) {
        const whole = reached(entry, bundle, ({ imports, dynamicImports }) => [...imports, ...dynamicImports])
        const figures: readonly (readonly [what: string, bytes: number, most: number | undefined])[] = [
          ["script at first", script(reached(entry, bundle, chunk => chunk.imports)), first],
          ["script with everything", script(whole), all],
          ["words", heaviestWords(whole), words],
        ]
        const told = figures.map(([what, bytes, most]) => `${kB(bytes)} of ${what}, at most ${most ?? "any"}`)
        const isOver = figures.some(([, bytes, most]) => most !== undefined && bytes > most * 1000)
        const line = `${entry}, gzipped: ${told.join("; ")}`
        if (isOver) this.error(line)
        this.info(line)
      }
    },
  }
}

const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`
const weight = (chunk: Rolldown.OutputChunk): number => gzipSync(chunk.code).length
const isWords = (chunk: Rolldown.OutputChunk): boolean => chunk.facadeModuleId?.includes("/words/") ?? false

const script = (chunks: Iterable<Rolldown.OutputChunk>): number =>
  [...chunks].filter(chunk => !isWords(chunk)).reduce((sum, chunk) => sum + weight(chunk), 0)

/** A page loads the words of one language: the heavier one counts. */
const heaviestWords = (chunks: Iterable<Rolldown.OutputChunk>): number =>
  Math.max(0, ...[...chunks].filter(isWords).map(weight))

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
