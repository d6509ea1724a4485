/** Takes out of packages what they do at once for parts that nobody here uses, and that would come along with it. */
import type { Plugin } from "vite"

const UNUSED: Record<string, RegExp> = {
  // Undo is that of the shared text.
  "@codemirror/commands/dist/index.js": /^HistoryState\.empty = .*$/m,
  // Markdown has a parser of the newer kind.
  "@codemirror/language/dist/index.js":
    /^for \(let \[legacyName, name\][\s\S]*?createTokenType\(noTokens, name\);$/m,
}

export function unused(): Plugin {
  return {
    name: "pochette:unused",
    apply: "build",
    transform(code, id) {
      const found = Object.entries(UNUSED).find(([file]) => id.endsWith(file))
      if (!found) return
      const [file, what] = found
      if (!what.test(code)) this.error(`expected ${what} in ${file}, found it no more`)
      return { code: code.replace(what, ""), map: null }
    },
  }
}
