/** Builds a small page and reads what the budget says of it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { build } from "vite"
import { afterEach, beforeEach, expect, test } from "vitest"
import { budget, type Limits } from "./budget.ts"

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "budget-"))
})

afterEach(() => rmSync(folder, { recursive: true }))

/** Noise that gzip cannot make smaller than its count of bytes. */
const noise = (bytes: number): string =>
  Array.from({ length: bytes }, () => Math.floor(Math.random() * 36).toString(36)).join("")

/** Builds a page of 3,000 letters with texts of 500, in a checkout of that name. */
async function built(checkout: string, limits: Limits): Promise<void> {
  const root = join(folder, checkout, "web")
  for (const name of ["src", "words"]) mkdirSync(join(root, name), { recursive: true })
  writeFileSync(join(root, "words", "fr.json"), JSON.stringify({ said: noise(500) }))
  const page = join(root, "src", "page.ts")
  writeFileSync(page, `console.log("${noise(3000)}", await import("../words/fr.json"))`)
  await build({
    root,
    configFile: false,
    logLevel: "silent",
    build: { write: false, target: "es2022", rolldownOptions: { input: page } },
    plugins: [budget(root, { "src/page.ts": limits })],
  })
}

test.each(["pochette", "words"])(
  "texts are counted apart from the script in a checkout named %s",
  async name => {
    await built(name, { first: 4, words: 1 })
  },
)

test.each([
  ["the script", { first: 1, words: 1 }],
  ["its texts", { first: 4, words: 0.1 }],
])("a page whose limit is outgrown by %s fails the build", async (_, limits) => {
  await expect(built("words", limits)).rejects.toThrow("src/page.ts, script, gzipped")
})

test("a page with a limit has to be there", async () => {
  const root = join(folder, "web")
  mkdirSync(join(root, "src"), { recursive: true })
  writeFileSync(join(root, "src", "page.ts"), "console.log(1)")
  const making = build({
    root,
    configFile: false,
    logLevel: "silent",
    build: { write: false, rolldownOptions: { input: join(root, "src", "page.ts") } },
    plugins: [budget(root, { "src/other.ts": { first: 1 } })],
  })
  await expect(making).rejects.toThrow("expected the pages src/other.ts, found none")
})
