/** Builds one script per page into `server/static/`, where the Python server finds it through `manifest.json`. */
import { fileURLToPath } from "node:url"
import { defineConfig } from "vite"
import { atOnce } from "./build/at-once.ts"
import { budget } from "./build/budget.ts"
import { bundled } from "./build/bundled.ts"
import { compressed } from "./build/compressed.ts"
import { scripts, words } from "./build/words.ts"
import { worker } from "./build/worker.ts"

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
/** The oldest that know `light-dark()` and `popover`, see docs/reference/browsers.md. */
const BROWSERS = ["chrome123", "firefox125", "safari17.5"]
/** What shows a text, in the editor and in its history. */
const TEXT =
  /node_modules\/(@codemirror\/(state|view|language|lang-markdown)|@lezer|style-mod|w3c-keyname|crelt|@marijn)\/|src\/(preview\/(?!open-links|unbroken)|text\/(cells|figures|links|callouts|markdown|marks|headings|faces|found|difference))/
/** What a text is, what is said of it on the wire, and what else the page of the editor and its parts have in common. */
const SHARED =
  /node_modules\/(yjs|y-protocols|lib0\/(encoding|decoding|observable|function|string))|src\/(clipboard\/paste|editor\/parts|transport\/socket|session\/(unsent|rescue)|people\/presence)\.ts/
/** What other pages than those need as well stays out of the two, whoever asks for it. */
const SMALL = /src\/screen\/(ask|panel|icon)\.ts$/
/** A line or two each, which several pages need. */
const TINY =
  /src\/(screen\/(page|modal|reload|clipboard|toast|coalesce|storage)|history\/last-read|offline\/note-index|reader\/text-size|words)\.ts/
/** What opens the search, and what the pages of notes tell it. */
const FINDING = /src\/search\/(search|arriving|opened)\.ts/
/** What opens the sheet of taking along: the page of the editor has none. */
const CARRYING = /src\/carry\/(begin|wishes)\.ts/
const STORE = /node_modules\/lib0\/(error|promise|indexeddb)/

export default defineConfig({
  base: "/static/",
  publicDir: here("public"),
  build: {
    outDir: here("../server/static"),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    cssTarget: BROWSERS,
    target: ["es2022", ...BROWSERS],
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: [
        "home",
        "binder",
        "binder-pochettes",
        "today",
        "editor",
        "reader",
        "first-visit",
        "message",
        "pochette",
        "search",
        "shelf",
        "import",
        "history",
        "devices",
        "linking",
        "manage",
        "move",
        "proof",
        "folder-proof",
      ]
        .map(page => here(`src/pages/${page}.ts`))
        .concat(scripts(here("words"))),
      output: {
        entryFileNames: "assets/[name]-[hash].js",
        // Pages share these whole: fewer files, each with its own names and its own dictionary, weigh less.
        codeSplitting: {
          groups: [
            { name: "preload", test: /preload-helper/, priority: 3 },
            { name: "dialogs", test: SMALL, priority: 2 },
            { name: "finding", test: FINDING, priority: 2 },
            { name: "carrying", test: CARRYING, priority: 2 },
            { name: "tiny", test: TINY, priority: 3 },
            { name: "store", test: STORE, priority: 2 },
            { name: "text", test: TEXT, priority: 1 },
            { name: "shared", test: SHARED, priority: 1 },
          ],
        },
      },
    },
  },
  plugins: [
    bundled(),
    words(here("words"), here("src")),
    atOnce(),
    budget(here("."), { "src/pages/editor.ts": 169.3, "src/pages/reader.ts": 5 }, 16),
    worker(here("worker/sw.ts"), ["es2022", ...BROWSERS]),
    compressed(),
  ],
})
