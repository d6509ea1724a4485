/** Fails the build when a script awaits at its top level, which two imports at once do not survive in WebKit before 2.54. */
import type { Plugin } from "vite"

/** Its loader gives a second import of a module that awaits, or imports one that does, the module before its exports are set. */
export function atOnce(): Plugin {
  return {
    name: "pochette:at-once",
    apply: "build",
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle))
        if (file.type === "chunk" && awaits(this.parse(file.code, { sourceType: "module" })))
          this.error(
            `expected no await at the top level of ${file.fileName}, made of ${file.moduleIds.join(", ")}`,
          )
    },
  }
}

/** Whether a part of the tree awaits outside of any function. */
function awaits(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(awaits)
  if (typeof node !== "object" || node === null) return false
  const { type, await: isAwaited } = node as { readonly type?: string; readonly await?: boolean }
  if (type === "AwaitExpression" || (type === "ForOfStatement" && isAwaited)) return true
  return !type?.includes("Function") && Object.values(node).some(awaits)
}
