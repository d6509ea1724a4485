/** Builds a small page and reads what the budget says of it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { build } from "vite"
import { afterEach, beforeEach, expect, test } from "vitest"
import { budget } from "./budget.ts"
import { scripts, words } from "./words.ts"

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "budget-"))
})

afterEach(() => rmSync(folder, { recursive: true }))

/** Noise that gzip cannot make smaller than its count of bytes. */
const noise = (bytes: number): string =>
  Array.from({ length: bytes }, () => Math.floor(Math.random() * 36).toString(36)).join("")

/** Builds a page of 3,000 letters with texts of 500, in a checkout of that name. */
async function built(checkout: string, mostScript: number, mostWords: number): Promise<void> {
  const root = join(folder, checkout, "web")
  for (const name of ["src", "words"]) mkdirSync(join(root, name), { recursive: true })
  const texts = join(root, "words")
  writeFileSync(join(texts, "fr.json"), JSON.stringify({ a: { said: noise(500) } }))
  const page = join(root, "src", "page.ts")
  writeFileSync(page, `console.log("a.said", "${noise(3000)}")`)
  await build({
    root,
    configFile: false,
    logLevel: "silent",
    build: { write: false, target: "es2022", rolldownOptions: { input: [page, ...scripts(texts)] } },
    plugins: [words(texts, join(root, "src")), budget(root, { "src/page.ts": mostScript }, mostWords)],
  })
}

test.each(["pochette", "words"])(
  "texts are counted apart from the script in a checkout named %s",
  async name => {
    await built(name, 4, 1)
  },
)

test.each([
  ["src/page.ts, script, gzipped", 1, 1],
  ["texts of a language, gzipped", 4, 0.1],
])("what outgrows its limit fails the build: %s", async (told, script, texts) => {
  await expect(built("words", script, texts)).rejects.toThrow(told)
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
    plugins: [budget(root, { "src/other.ts": 1 }, 1)],
  })
  await expect(making).rejects.toThrow("expected the pages src/other.ts, found none")
})
