/** Takes out of packages what they do at once for parts that nobody here uses, and that would come along with it. */
import type { Plugin } from "vite"

interface Cut {
  readonly what: RegExp
  readonly by: string
}

const UNUSED: Record<string, readonly Cut[]> = {
  // Undo is that of the shared text.
  "@codemirror/commands/dist/index.js": [{ what: /^HistoryState\.empty = .*$/m, by: "" }],
  // Markdown has a parser of the newer kind.
  "@codemirror/language/dist/index.js": [
    { what: /^for \(let \[legacyName, name\][\s\S]*?createTokenType\(noTokens, name\);$/m, by: "" },
  ],
  // A note is one shared text: the server takes no list, map or tree, and none ever comes.
  "yjs/dist/yjs.mjs": [
    { what: /^const typeRefs = \[\n {2}readYArray,\n {2}readYMap,\n/m, by: "const typeRefs = [,,\n" },
    { what: /^(?: {2}readYXml\w+,?\n)+(?=\];)/m, by: "" },
    { what: /^ {2}get(?:Array|Map|XmlElement|XmlFragment) \(name = ''\) \{\n.*\n {2}\}$/gm, by: "" },
  ],
}

export function unused(): Plugin {
  return {
    name: "pochette:unused",
    apply: "build",
    transform(code, id) {
      const found = Object.entries(UNUSED).find(([file]) => id.endsWith(file))
      if (!found) return
      const [file, cuts] = found
      const left = cuts.reduce((text, { what, by }) => {
        if (text.search(what) < 0) this.error(`expected ${what} in ${file}, found it no more`)
        return text.replace(what, by)
      }, code)
      return { code: left, map: null }
    },
  }
}
