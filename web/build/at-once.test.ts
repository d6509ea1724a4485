/** Builds small pages, and reads whether one of their scripts awaits at its top level. */
import { build } from "vite"
import { expect, test } from "vitest"
import { atOnce } from "./at-once.ts"

/** Builds a page of two scripts, of which the page imports the other one. */
async function built(other: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: "silent",
    build: { write: false, target: "es2022", rolldownOptions: { input: "page.js" } },
    plugins: [
      {
        name: "sources",
        resolveId: id => id,
        load: id => (id === "page.js" ? `import { said } from "other.js"; console.log(said)` : other),
      },
      atOnce(),
    ],
  })
}

test.each([
  ["that awaits", "export const said = await fetch('/')"],
  ["that awaits in a block", "export const said = []; if (location.hash) { said.push(await 1) }"],
  ["that awaits in a loop", "export const said = []; for await (const one of globalThis.all) said.push(one)"],
])("a script %s at its top level fails the build", async (_, other) => {
  await expect(built(other)).rejects.toThrow("expected no await at the top level")
})

test.each([
  ["in a function", "export const said = async () => { for await (const one of all) await one }"],
  ["in a method", "export const said = new (class { async now() { await fetch('/') } })()"],
])("a script may await %s", async (_, other) => {
  await built(other)
})
