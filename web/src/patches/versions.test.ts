/** Patches of packages: each was read against the version that is installed, and has a text for its authors. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"

/** Read the patched code again in another version, then write its number here. */
const READ_AGAINST: Record<string, readonly [name: string, version: string]> = {
  "codemirror-measure": ["@codemirror/view", "6.43.15"],
  "yjs-memory": ["yjs", "13.6.33"],
}
const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

test("every patch says which version it was read against", () => {
  const patches = readdirSync(path(".")).filter(name => /^[^.]+\.ts$/.test(name))
  expect(patches.map(name => name.replace(".ts", ""))).toEqual(Object.keys(READ_AGAINST))
})

test.each(Object.entries(READ_AGAINST))(
  "%s was read against the version that is installed",
  (patch, [name, read]) => {
    const manifest = readFileSync(path(`../../node_modules/${name}/package.json`), "utf8")
    expect(JSON.parse(manifest).version, `read the code that ${patch} patches`).toBe(read)
  },
)

test.each(Object.keys(READ_AGAINST))("%s has a text for the authors of its package", patch => {
  expect(existsSync(path(`../../../docs/upstream/${patch}.md`))).toBe(true)
})
