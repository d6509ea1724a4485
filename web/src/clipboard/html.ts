/** Serialises a passage of a note as HTML, from the syntax tree of its Markdown. */
import { syntaxTree } from "@codemirror/language"
import type { EditorState } from "@codemirror/state"
import type { SyntaxNode } from "@lezer/common"
import { BREAK, rowsOf } from "../text/cells.ts"

/** By which web/src/clipboard/paste.ts knows that this comes from a note. */
const OURS = "data-pochette"

const ELEMENTS: Record<string, string> = {
  Paragraph: "p",
  BulletList: "ul",
  OrderedList: "ol",
  ListItem: "li",
  Blockquote: "blockquote",
  HorizontalRule: "hr",
  FencedCode: "pre",
  CodeBlock: "pre",
  StrongEmphasis: "strong",
  Emphasis: "em",
  Strikethrough: "s",
  InlineCode: "code",
  Link: "a",
  URL: "a",
  Autolink: "a",
}
/** Signs, and what stands between blocks. */
const SILENT = /(?:Mark|Delimiter|Title|Label|Info|Fence|Reference)$/
const HOLDERS = new Set(["Document", "BulletList", "OrderedList", "ListItem", "Blockquote", "FencedCode"])
/** Allowed schemes of a link, and own addresses of notes, which lead to this server from elsewhere. */
const ADDRESS = /^(?:https?:|mailto:|tel:|\/[npc]\/[\w-]{22}(?:#|$))/i

export function htmlOf(state: EditorState, from: number, to: number): string {
  const page = document.implementation.createHTMLDocument("")
  const body = page.createElement("div")
  body.setAttribute(OURS, "")
  const writer = new Writer(state, page, from, to)
  const tree = syntaxTree(state)
  const [first, last] = [from, to].map((at, end) => blockAt(tree.topNode, at, end === 0))
  // Words of one paragraph go on with the line where they are put.
  const isWords = first?.name === "Paragraph" && first.from === last?.from
  writer.fill(body, isWords ? first : tree.topNode)
  return body.outerHTML
}

function blockAt(top: SyntaxNode, at: number, isStart: boolean): SyntaxNode | undefined {
  for (let node = top.firstChild; node; node = node.nextSibling)
    if (isStart ? node.to > at : node.to >= at) return node
  return undefined
}

class Writer {
  readonly #state: EditorState
  readonly #page: Document
  readonly #from: number
  readonly #to: number

  constructor(state: EditorState, page: Document, from: number, to: number) {
    this.#state = state
    this.#page = page
    this.#from = from
    this.#to = to
  }

  /** Serialises the part of a node between `from` and `to`. */
  fill(into: HTMLElement, node: SyntaxNode, from = node.from, to = node.to): void {
    let at = Math.max(from, this.#from)
    const end = Math.min(to, this.#to)
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.to <= at || child.from >= end) continue
      this.#text(into, node, at, child.from)
      this.#write(into, child)
      at = child.to
    }
    this.#text(into, node, at, end)
  }

  #write(into: HTMLElement, node: SyntaxNode): void {
    const { name } = node
    if (name === "TaskMarker") into.append(/x/i.test(this.#said(node)) ? "☑" : "☐")
    else if (name === "Escape") into.append(this.#said(node).slice(1))
    else if (name === "HardBreak") into.append(this.#page.createElement("br"))
    else if (name === "Link" && !node.getChild("URL")) this.#text(into, node, node.from, node.to)
    else if (name === "Table") into.append(this.#table(node))
    else if (!SILENT.test(name) && !(name === "URL" && /^(?:Link|Image)$/.test(node.parent?.name ?? ""))) {
      const level = /^(?:ATX|Setext)Heading(\d)$/.exec(name)?.[1]
      const element = level ? `h${level}` : ELEMENTS[name]
      const address = element === "a" ? this.#said(node.getChild("URL") ?? node) : ""
      const isPlain = !element || (element === "a" && !ADDRESS.test(address))
      const made = isPlain ? into : into.appendChild(this.#page.createElement(element))
      if (address && !isPlain)
        made.setAttribute("href", address.startsWith("/") ? location.origin + address : address)
      this.fill(made, node)
    }
  }

  #table(node: SyntaxNode): HTMLElement {
    const table = this.#page.createElement("table")
    rowsOf(this.#said(node)).forEach((row, number) => {
      if (number === 1 || row.to + node.from < this.#from || row.from + node.from > this.#to) return
      const line = table.insertRow()
      for (const { from, to } of row.cells) {
        const cell = line.appendChild(this.#page.createElement(number === 0 ? "th" : "td"))
        const [start, end] = [from + node.from, to + node.from]
        const holder = node.cursor()
        holder.childAfter(start)
        if (end > start) this.fill(cell, holder.node, start, end)
      }
    })
    return table
  }

  /** The letters between two nodes; a new line in a paragraph is one on paper. */
  #text(into: HTMLElement, { name }: SyntaxNode, from: number, to: number): void {
    const text = this.#state.sliceDoc(Math.max(from, this.#from), Math.max(from, Math.min(to, this.#to)))
    const isExact = /^(?:CodeText|CodeBlock|InlineCode|Task)$/.test(name)
    if (isExact) into.append(text)
    if (isExact || (HOLDERS.has(name) && !text.trim())) return
    const lines = into.closest("td, th") ? text.split(BREAK) : text.split(/\n[ \t]*/)
    lines.forEach((line, number) => {
      if (number > 0 && into.hasChildNodes()) into.append(this.#page.createElement("br"))
      const isFirst = !into.hasChildNodes() || into.lastChild?.nodeName === "BR"
      const said = isFirst ? line.trimStart() : line
      if (said) into.append(said)
    })
  }

  #said = ({ from, to }: SyntaxNode): string => this.#state.sliceDoc(from, to)
}
