/** Outline of a list: its items as a flat sequence with levels, read from the tree. */
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language"
import type { EditorState, Line, Text } from "@codemirror/state"
import type { SyntaxNode, Tree } from "@lezer/common"

export interface Item {
  /** Numbers of its lines, without those of its sub-items; the first one holds its mark. */
  readonly lines: readonly number[]
  readonly level: number
  /** Place of its mark in the text. */
  readonly from: number
  /** `-`, `3.` */
  readonly mark: string
  /** Columns behind the signs of quotations: of the mark, and of the words. */
  readonly indent: number
  readonly content: number
  /** The same for the items of one list. */
  readonly list: number
  /** Whether it stands behind the mark of another item, on its line. */
  readonly isInline: boolean
}

export interface Outline {
  readonly items: readonly Item[]
  /** How many quotations are around. */
  readonly quotes: number
  readonly doc: Text
}

const LISTS = new Set(["BulletList", "OrderedList"])
/** Time to read the text up to its end, in ms; only keys that move items or blocks wait for it. */
const PARSE_MS = 500
/** More spaces than that behind a mark begin a block of code. */
const MOST_GAP = 4
const TAB = 4

/** The tree of the whole text. */
export const wholeTree = (state: EditorState): Tree =>
  ensureSyntaxTree(state, state.doc.length, PARSE_MS) ?? syntaxTree(state)

/** The outline that holds a line; undefined where the line is in no list, or in one inside another block of an item. */
export function outlineAt(state: EditorState, { from, text }: Line): Outline | undefined {
  const start = /^[\s>]*/.exec(text)?.[0].length ?? 0
  if (start === text.length) return undefined
  let top: SyntaxNode | undefined
  let quotes = 0
  for (
    let node: SyntaxNode | null = wholeTree(state).resolveInner(from + start, 1);
    node;
    node = node.parent
  ) {
    if (LISTS.has(node.name) && quotes === 0) top = node
    else if (node.name === "Blockquote" && top) quotes += 1
    else if (node.name === "ListItem" && quotes > 0) return undefined
  }
  return top && new Reader(state.doc, quotes).read(top)
}

/** Length of the signs of `quotes` quotations at the head of a line. */
export const quoteLength = (text: string, quotes: number): number =>
  quotes === 0 ? 0 : (new RegExp(`^(?: {0,3}> ?){0,${quotes}}`).exec(text)?.[0].length ?? 0)

/** Width of a text that begins at a column of its line. */
export function widthOf(text: string, column = 0): number {
  let at = column
  for (const letter of text) at += letter === "\t" ? TAB - (at % TAB) : 1
  return at - column
}

class Reader {
  readonly #doc: Text
  readonly #quotes: number
  readonly #items: (Omit<Item, "lines"> & { lines: number[] })[] = []
  readonly #owners = new Map<number, number>()
  #lists = 0

  constructor(doc: Text, quotes: number) {
    this.#doc = doc
    this.#quotes = quotes
  }

  /** Reads the lists of one level that follow each other, `list` among them. */
  read(list: SyntaxNode): Outline {
    let first = list
    for (let before = besides(first, "prevSibling"); before; before = besides(first, "prevSibling"))
      first = before
    for (let next: SyntaxNode | undefined = first; next; next = besides(next, "nextSibling"))
      this.#list(next, 0)
    const doc = this.#doc
    for (const [number, owner] of [...this.#owners].sort(([one], [other]) => one - other))
      if (this.#said(number).trim()) this.#items[owner]?.lines.push(number)
    return { items: this.#items, quotes: this.#quotes, doc }
  }

  /** A line without the signs of quotations. */
  #said(number: number): string {
    const { text } = this.#doc.line(number)
    return text.slice(quoteLength(text, this.#quotes))
  }

  #list(list: SyntaxNode, level: number): void {
    const id = this.#lists++
    for (const item of list.getChildren("ListItem")) {
      this.#item(item, level, id)
      for (let child = item.firstChild; child; child = child.nextSibling)
        if (LISTS.has(child.name)) this.#list(child, level + 1)
    }
  }

  #item(node: SyntaxNode, level: number, list: number): void {
    const mark = node.firstChild as SyntaxNode
    const line = this.#doc.lineAt(mark.from)
    const start = line.from + quoteLength(line.text, this.#quotes)
    const before = this.#doc.sliceString(start, mark.from)
    const isInline = before.trim() !== ""
    const indent = widthOf(before)
    const width = mark.to - mark.from
    const gap = /^[ \t]*/.exec(line.text.slice(mark.to - line.from))?.[0] ?? ""
    // The same for an empty item, as if it said something already.
    const space = widthOf(gap, indent + width) || 1
    const content = indent + width + (space > MOST_GAP ? 1 : space)
    const last = this.#doc.lineAt(node.to).number
    const index = this.#items.length
    for (let number = isInline ? line.number + 1 : line.number; number <= last; number += 1)
      this.#owners.set(number, index)
    const text = this.#doc.sliceString(mark.from, mark.to)
    this.#items.push({ lines: [], level, from: mark.from, mark: text, indent, content, list, isInline })
  }
}

/** The list right beside another one. */
function besides(list: SyntaxNode, way: "prevSibling" | "nextSibling"): SyntaxNode | undefined {
  let node = list[way]
  while (node?.name === "QuoteMark") node = node[way]
  return node && LISTS.has(node.name) ? node : undefined
}

/** Index behind the last sub-item of an item. */
export function endOf({ items }: Pick<Outline, "items">, index: number): number {
  const { level } = items[index] as Item
  let end = index + 1
  while (end < items.length && (items[end] as Item).level > level) end += 1
  return end
}
