import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"

const script = fileURLToPath(new URL("yjs-memory.testing.ts", import.meta.url))

/** In bytes, of a note of many pieces. */
const taken = (way: "lean" | "plain"): number =>
  Number(execFileSync(process.execPath, ["--expose-gc", script, way], { encoding: "utf8" }))

// Fails when the library does so itself: then the patch goes.
test("a document takes less memory than as the library makes it", () => {
  expect(taken("lean")).toBeLessThan(0.85 * taken("plain"))
})
