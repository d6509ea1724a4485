/** Writes a `.br` and a `.gz` beside each text file, so that the server never compresses while it serves. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { brotliCompressSync, constants, gzipSync } from "node:zlib"
import type { Plugin } from "vite"

const TEXT = /\.(js|css|svg|json|webmanifest)$/

export function compressed(): Plugin {
  return {
    name: "pochette:compressed",
    apply: "build",
    writeBundle({ dir = "." }, bundle) {
      for (const name of Object.keys(bundle).filter(name => TEXT.test(name) && name !== "manifest.json")) {
        const path = join(dir, name)
        const bytes = readFileSync(path)
        writeFileSync(
          `${path}.br`,
          brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
        )
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
      }
    },
  }
}
