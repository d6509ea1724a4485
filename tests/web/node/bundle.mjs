// Bundles a module of web/src for a page and prints it: a script whose exports are in the variable `page`.
import { createRequire } from "node:module"

const [web, module] = process.argv.slice(2)
const { build } = await import(createRequire(`${web}/package.json`).resolve("vite"))
const [{ output }] = await build({
  root: web,
  configFile: false,
  publicDir: false,
  logLevel: "error",
  build: {
    write: false,
    minify: false,
    target: "es2022",
    lib: { entry: `${web}/src/${module}`, formats: ["iife"], name: "page" },
  },
})
process.stdout.write(output[0].code)
