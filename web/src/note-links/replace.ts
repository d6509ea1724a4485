/** How an address in the text becomes a link by title: in a sentence, a link, a cell or code. */
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language"
import type { ChangeSpec, EditorState } from "@codemirror/state"
import { t } from "../words.ts"
import { type Address, givesRight, linkTo } from "./addresses.ts"
import type { Own } from "./own.ts"

interface Change {
  readonly from: number
  readonly to: number
  readonly insert: string
}

/** The address may have come a moment ago. */
const PARSE_MS = 50
const CODE = new Set(["FencedCode", "CodeBlock", "InlineCode"])

/** `at` stands in the document; undefined where it stays as it is. */
export function replacement(state: EditorState, at: Address, own: Own): (Change & ChangeSpec) | undefined {
  const url = own.url + at.hash
  const title = own.title || t("editor.untitled")
  switch (placeOf(state, at)) {
    case "code":
      return givesRight(at) ? { from: at.from, to: at.to, insert: location.origin + url } : undefined
    case "target":
      return { from: at.from, to: at.to, insert: url }
    case "label":
      return { from: at.from, to: at.to, insert: title.replace(/[\\[\]|]/g, "\\$&") }
    case "autolink":
      return { from: at.from - 1, to: at.to + 1, insert: linkTo(title, url) }
    default:
      return { from: at.from, to: at.to, insert: linkTo(title, url) }
  }
}

function placeOf(state: EditorState, { from, to }: Address): "code" | "target" | "label" | "autolink" | "" {
  const tree = ensureSyntaxTree(state, to + 1, PARSE_MS) ?? syntaxTree(state)
  for (let node = tree.resolveInner(from, 1); node.parent; node = node.parent) {
    if (CODE.has(node.name)) return "code"
    if (node.name === "LinkReference") return "target"
    if (node.name !== "Link" && node.name !== "Image") continue
    // Words that look like an address are one too, and stand before it.
    const target = node.getChildren("URL").at(-1)
    return target && target.from <= from && to <= target.to ? "target" : "label"
  }
  const isBetween = state.sliceDoc(from - 1, from) === "<" && state.sliceDoc(to, to + 1) === ">"
  return isBetween ? "autolink" : ""
}
