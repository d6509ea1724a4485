/** Builds the service worker as one script of its own: browsers start one that imports others only lately. */
import { build, type Plugin, type Rolldown } from "vite"

/** The worker is served at an address of its own, which may never change. */
const NAME = "sw.js"

export function worker(source: string, target: string[]): Plugin {
  return {
    name: "pochette:worker",
    apply: "build",
    async generateBundle() {
      const made = (await build({
        configFile: false,
        logLevel: "silent",
        publicDir: false,
        json: { stringify: false },
        build: {
          write: false,
          target,
          rolldownOptions: { input: source, output: { format: "iife", entryFileNames: NAME } },
        },
      })) as Rolldown.RolldownOutput
      const [script, ...others] = made.output
      if (others.length > 0 || script.imports.length > 0)
        this.error(
          `expected one script of ${source}, got ${made.output.map(({ fileName }) => fileName).join(", ")}`,
        )
      this.emitFile({ type: "asset", fileName: NAME, source: script.code })
    },
  }
}
