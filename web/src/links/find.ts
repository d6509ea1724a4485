/** The link at a place of the text, with its words and its address. */
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language"
import type { EditorState } from "@codemirror/state"
import type { SyntaxNode } from "@lezer/common"
import { finder, type Place } from "../text/found.ts"
import { addressOf, isInline, LINKS, targetOf, urlOf, written } from "../text/links.ts"

export interface Range {
  readonly from: number
  readonly to: number
}

export interface TextLink extends Range {
  readonly words: Range
  /** As it was written, without escapes. */
  readonly address: string
  /** The whole address; empty where it leads nowhere. */
  readonly target: string
  /** Whether its words are its address, typed bare or in angle brackets. */
  readonly isBare: boolean
}

interface Definition extends Place {
  readonly label: string
  readonly address: string
}

const DEFINITION = /^ {0,3}\[([^\]^][^\]]*)\]:\s*(\S+)/
const definitions = finder<Definition>(line => {
  const [whole, label = "", address = ""] = DEFINITION.exec(line) ?? []
  return whole ? [{ from: 0, to: whole.length, label: label.toLowerCase(), address }] : []
})

const CODE = new Set(["FencedCode", "CodeBlock", "InlineCode"])
/** Marks that are not shown. */
const SIGNS = new Set(["EmphasisMark", "StrikethroughMark", "CodeMark", "LinkMark"])
const PARSE_MS = 50

const treeOf = (state: EditorState, to: number) => ensureSyntaxTree(state, to, PARSE_MS) ?? syntaxTree(state)

/** The link that holds the place, or ends or begins there. */
export function linkAt(state: EditorState, at: number): TextLink | undefined {
  const tree = treeOf(state, Math.min(state.doc.length, at + 1))
  for (const side of [1, -1] as const)
    for (let node: SyntaxNode | null = tree.resolveInner(at, side); node; node = node.parent) {
      const link = LINKS.has(node.name) ? linkOf(state, node) : undefined
      if (link) return link
    }
  return undefined
}

function linkOf(state: EditorState, node: SyntaxNode): TextLink | undefined {
  const { from, to, name } = node
  const target = isReference(node) ? definedBy(state, node) : addressOf(state, node)
  const isDead = !target && name === "Link" && isInline(node)
  if (!target && !isDead) return undefined
  if (name !== "Link") {
    const inside = name === "Autolink" ? 1 : 0
    const words = { from: from + inside, to: to - inside }
    return { from, to, words, address: state.sliceDoc(words.from, words.to), target, isBare: true }
  }
  const end = node.getChildren("LinkMark")[1]?.from ?? to
  const url = urlOf(node)
  const address = url ? written(state.sliceDoc(url.from, url.to)) : target
  return { from, to, words: { from: from + 1, to: end }, address, target, isBare: false }
}

const isReference = (node: SyntaxNode) => node.name === "Link" && node.getChild("LinkLabel") !== null

/** Where a `[words][label]` leads. */
function definedBy(state: EditorState, { from, to }: SyntaxNode): string {
  const [, words = "", label = ""] = /^\[(.*?)\]\[(.*)\]$/s.exec(state.sliceDoc(from, to)) ?? []
  const name = (label || words).toLowerCase()
  return targetOf(definitions(state.doc).find(one => one.label === name)?.address ?? "")
}

/** Whether the place is in code, where a link would be letters. */
export function isInCode(state: EditorState, at: number): boolean {
  for (let node = treeOf(state, at).resolveInner(at, -1); node.parent; node = node.parent)
    if (CODE.has(node.name)) return true
  return false
}

/** What is read of a range: without marks and escapes. */
export function shownWords(state: EditorState, { from, to }: Range): string {
  let [out, at] = ["", from]
  const skip = (start: number, end: number) => {
    if (start < at || end > to) return
    out += state.sliceDoc(at, start)
    at = end
  }
  treeOf(state, to).iterate({
    from,
    to,
    enter({ name, from: start, to: end }) {
      if (SIGNS.has(name)) skip(start, end)
      else if (name === "Escape") skip(start, start + 1)
    },
  })
  return out + state.sliceDoc(at, to)
}
