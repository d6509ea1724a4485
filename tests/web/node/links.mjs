// The links of a text as the editor reads them: their words as they stand in it, and where each leads.
import { ensureSyntaxTree } from "../../../web/node_modules/@codemirror/language/dist/index.js"
import { EditorState } from "../../../web/node_modules/@codemirror/state/dist/index.js"
import { addressOf, LINKS } from "../../../web/src/text/links.ts"
import { markdown } from "../../../web/src/text/markdown.ts"

export function linksIn(source) {
  const state = EditorState.create({ doc: source, extensions: [markdown()] })
  const found = []
  ensureSyntaxTree(state, source.length, 5000).iterate({
    enter({ name, node }) {
      const address = LINKS.has(name) ? addressOf(state, node) : ""
      if (!address) return true
      const words =
        name === "Link"
          ? source.slice(node.from + 1, node.getChildren("LinkMark")[1].from)
          : source.slice(node.from, node.to)
      found.push([words, address])
      return false
    },
  })
  return found
}
