/** Reads a note as blocks with the editor's parser: apart from the guard, to compare with what a model says. */
import { ensureSyntaxTree } from "@codemirror/language"
import { EditorState } from "@codemirror/state"
import type { SyntaxNode, Tree } from "@lezer/common"
import { captionIn, FIGURE, WIDTH } from "../text/figures.ts"
import { markdown } from "../text/markdown.ts"

export interface Read {
  readonly kind: string
  /** The letters that are seen: marks are none. */
  readonly text: string
  /** The places of a caret before each letter, and behind the last: several where marks stand between two. */
  readonly places: readonly (readonly number[])[]
  /** The kind of the box around it, and its number. */
  readonly box: string
  readonly within: number
  /** What the hidden sign before it says that it is. */
  readonly told: "" | "answer" | "title"
  /** Whether it is a further line of the paragraph above. */
  readonly isOn: boolean
  readonly from: number
  readonly to: number
}

const HIDDEN = new Set([
  "EmphasisMark",
  "StrikethroughMark",
  "LinkMark",
  "URL",
  "LinkTitle",
  "QuoteMark",
  "HeaderMark",
])

export function treeOf(text: string): Tree {
  const state = EditorState.create({ doc: text, extensions: markdown() })
  const tree = ensureSyntaxTree(state, text.length, 20_000)
  if (!tree) throw new Error("expected the tree of the whole note, and none came in 20 s")
  return tree
}

/** A picture among words. */
export const PICTURE = "\u{fffc}"

const isFigure = ({ from, parent }: SyntaxNode, text: string) =>
  parent?.name === "Paragraph" &&
  parent.parent?.name === "Document" &&
  FIGURE.test(text.slice(text.lastIndexOf("\n", from - 1) + 1).split("\n", 1)[0] ?? "")

export function read(text: string): Read[] {
  return new Reader(text).blocks
}

class Reader {
  readonly blocks: Read[] = []
  readonly #text: string
  readonly #hidden: Uint8Array
  /** Where pictures among words begin, each of which is one letter, and where they end. */
  readonly #pictures = new Map<number, number>()
  /** Where the paragraphs begin that are a question with answers, or answers alone. */
  readonly #asked = new Set<number>()
  #box = ""
  #boxes = 0

  constructor(text: string) {
    this.#text = text
    this.#hidden = new Uint8Array(text.length)
    const tree = treeOf(text)
    tree.iterate({
      enter: ({ name, node, from, to }) => {
        if (HIDDEN.has(name) && isHidden(node, text)) this.#hidden.fill(1, from, to)
        if (name === "CodeMark" && node.parent?.name === "InlineCode") this.#hidden.fill(1, from, to)
        if (name === "Escape") this.#hidden.fill(1, from, from + 1)
        if (name === "Image" && node.getChild("URL") && !isFigure(node, text)) {
          this.#pictures.set(from, to + (WIDTH.exec(text.slice(to))?.[0].length ?? 0))
          return false
        }
        return undefined
      },
    })
    this.#walk(tree.topNode, "", 0)
    if (this.#box) this.#put("UNCLOSED", text.length, text.length)
  }

  #put(kind: string, from: number, end: number, told: Read["told"] = "", isOn = false): void {
    let to = end
    while (to > from && /\s/.test(this.#text[to - 1] ?? "")) to -= 1
    const places: number[][] = [[from]]
    let text = ""
    for (let at = from; at < to; at += 1) {
      const picture = this.#pictures.get(at)
      if (picture !== undefined) {
        text += PICTURE
        places.push([picture])
        at = picture - 1
        continue
      }
      if (this.#hidden[at]) places.at(-1)?.push(at + 1)
      else {
        text += this.#text[at]
        places.push([at + 1])
      }
    }
    this.blocks.push({ kind, text, places, box: this.#box, within: this.#boxes, told, isOn, from, to })
  }

  /** One block for each line: on paper every line end is kept. */
  #lines(kind: string, from: number, to: number, signs?: RegExp, isOn = false): void {
    let at = from
    for (const line of this.#text.slice(from, to).split("\n")) {
      const lead = (at === from ? /^\s*/ : /^[\s>]*/).exec(line)?.[0].length ?? 0
      const note = /^\[\^[^\]]+\]:\s*/.exec(line.slice(lead))?.[0].length ?? 0
      const sign = note || (signs?.exec(line.slice(lead))?.[0].length ?? 0)
      const isBreak = /^\\(newpage|pagebreak)\s*$/.test(line.slice(lead))
      const end = at + line.length
      const caption = kind === "p" ? captionIn(line) : undefined
      if (caption) this.#put("figure", at + caption.from, at + caption.to, "", at > from)
      else if (isBreak) this.#put(kind.replace(/\w+$/, "atom"), end, end)
      else if (line.slice(lead) || at === from) {
        const told = note || sign === 0 ? "" : /^[:~]/.test(line.slice(lead)) ? "answer" : "title"
        this.#put(note ? "note" : kind, at + lead + sign, end, told, isOn || at > from)
      }
      at = end + 1
    }
  }

  /** What is hidden before answers, or before the title of a table; undefined in other paragraphs. */
  #signs({ from, to, prevSibling: before, parent }: SyntaxNode): RegExp | undefined {
    if (parent?.name !== "Document") return undefined
    const [first = "", second = ""] = this.#text.slice(from).split("\n", to > from ? undefined : 1)
    const isPair = this.#text.slice(from, to).includes("\n") && /^ {0,3}[:~] /.test(second)
    const above = before ? this.#text.slice(before.from, before.to) : ""
    const gap = before ? this.#text.slice(before.to, from).split("\n").length - 1 : 3
    const isBehind = before?.name === "Paragraph" && gap < 3
    const isBelow = isBehind && (this.#asked.has(before.from) || !above.includes("\n"))
    if (/^[:~] /.test(first) ? isBelow : isPair) {
      this.#asked.add(from)
      return /^[:~] +/
    }
    return before?.name === "Table" ? /^Table : +/ : undefined
  }

  #walk(parent: SyntaxNode, context: string, level: number): void {
    for (let node = parent.firstChild; node; node = node.nextSibling) this.#block(node, context, level)
  }

  #block(node: SyntaxNode, context: string, level: number): void {
    const { name, from, to } = node
    if (name === "CalloutFence") this.#fence(from, to)
    else if (name.startsWith("ATXHeading")) {
      const mark = node.firstChild?.to ?? from
      this.#put(`${context}h${name.slice(-1)}`, Math.min(to, mark + 1), to)
    } else if (name.startsWith("Setext")) this.#put("SETEXT", from, to)
    else if (name === "Blockquote") this.#walk(node, `${context}q/`, level)
    else if (name === "BulletList" || name === "OrderedList") this.#walk(node, context, level)
    else if (name === "ListItem") this.#item(node, context, level)
    else if (name === "FencedCode") this.#code(node, context)
    else if (name === "Table") this.#put(`${context}table`, from, to)
    else if (name === "HorizontalRule") this.#put(`${context}atom`, to, to)
    else if (name === "Paragraph") this.#lines(`${context}p`, from, to, this.#signs(node))
    else if (name === "CodeBlock") this.#put("INDENTED", from, to)
  }

  #fence(from: number, to: number): void {
    const title = /^:+\s*(\S*)/.exec(this.#text.slice(from, to))?.[1]
    if (title && !this.#box) {
      this.#box = title
      this.#boxes += 1
    } else if (!title && this.#box) {
      // An empty box is seen.
      const before = this.blocks.at(-1)
      const open = this.#text.lastIndexOf("\n:::", from - 2)
      if (before?.box !== this.#box || before.to < open)
        this.#put("p", Math.max(0, from - 1), Math.max(0, from - 1))
      this.#box = ""
    } else this.#put("STRAY", from, to)
  }

  #item(node: SyntaxNode, context: string, level: number): void {
    const task = node.getChild("Task")
    const mark = node.firstChild?.to ?? node.from
    const content = task ?? node.getChild("Paragraph")
    const end = this.#text.indexOf("\n", mark)
    const line = end < 0 ? this.#text.length : end
    const isOrdered = node.parent?.name === "OrderedList"
    const tick = task && /x/i.test(this.#text.slice(task.from, task.from + 3)) ? "x" : ""
    const isHere = content && content.from <= line
    const start = task ? Math.min(line, task.from + 4) : isHere ? content.from : Math.min(line, mark + 1)
    const own = isHere ? content.to : line
    this.#put(
      `${context}${task ? `task${tick}` : isOrdered ? "ol" : "ul"}${level}`,
      start,
      Math.min(own, line),
    )
    if (own > line) this.#lines(`${context}in${level}`, line + 1, own, undefined, true)
    for (let inner = node.firstChild; inner; inner = inner.nextSibling) {
      if (
        inner.name === "ListMark" ||
        inner.name === "QuoteMark" ||
        inner.from === (isHere ? content.from : -1)
      )
        continue
      if (inner.name === "BulletList" || inner.name === "OrderedList") this.#walk(inner, context, level + 1)
      else if (inner.name === "Paragraph") this.#lines(`${context}in${level}`, inner.from, inner.to)
      else this.#put(`IN-ITEM-${inner.name}`, inner.from, inner.to)
    }
  }

  #code(node: SyntaxNode, context: string): void {
    const info = node.getChild("CodeInfo")
    const kind = `${context}code-${info ? this.#text.slice(info.from, info.to).split(" ")[0] : ""}`
    const marks = node.getChildren("CodeMark")
    const last = marks.length > 1 ? marks.at(-1) : undefined
    if (!last) this.#put("UNCLOSED", node.from, node.to)
    const first = this.#text.indexOf("\n", node.from)
    const end = last ? this.#text.lastIndexOf("\n", last.from) : node.to
    if (first < 0 || end <= first) return
    let at = first + 1
    for (const line of this.#text.slice(first + 1, end).split("\n")) {
      const places = Array.from({ length: line.length + 1 }, (_, index) => [at + index])
      this.blocks.push({
        kind,
        text: line,
        places,
        box: this.#box,
        within: this.#boxes,
        told: "",
        isOn: false,
        from: at,
        to: at + line.length,
      })
      at += line.length + 1
    }
  }
}

/** A label in brackets alone is read as letters, unless it calls a footnote. */
function isHidden({ name, parent }: SyntaxNode, text: string): boolean {
  if (name === "URL" && parent?.name !== "Link" && parent?.name !== "Image") return false
  if (parent?.name !== "Link") return parent?.name !== "Image"
  return (
    parent.getChild("URL") !== null ||
    (parent.getChild("LinkLabel") !== null && text[parent.from + 1] !== "^")
  )
}
