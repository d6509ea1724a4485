/** A small note under the keys of ProseMirror, chained as its authors chain them, in blocks as the reader of the tests says them. */
import { baseKeymap, chainCommands } from "prosemirror-commands"
import { type Node, type NodeType, Schema } from "prosemirror-model"
import { nodes } from "prosemirror-schema-basic"
import {
  bulletList,
  liftListItem,
  listItem,
  orderedList,
  sinkListItem,
  splitListItem,
} from "prosemirror-schema-list"
import { type Command, EditorState, NodeSelection, TextSelection, type Transaction } from "prosemirror-state"
import { read } from "./reader.testing.ts"
import { withEmpty } from "./shown.testing.ts"

/** Stands among the letters where the caret is: a block that says nothing else is read as well. */
export const CARET = "¦"

interface Said {
  readonly kind: string
  readonly text: string
}

const { doc, paragraph, heading, blockquote, code_block, horizontal_rule, text } = nodes
const schema = new Schema({
  nodes: {
    doc,
    paragraph,
    heading,
    blockquote,
    code_block,
    horizontal_rule,
    text,
    bullet_list: { ...bulletList, content: "list_item+", group: "block" },
    ordered_list: { ...orderedList, content: "list_item+", group: "block" },
    list_item: { ...listItem, content: "paragraph block*" },
  },
})
const typeOf = (name: keyof typeof schema.nodes): NodeType => schema.nodes[name] as NodeType
const item = typeOf("list_item")

const KEYS: Record<string, Command> = {
  ...baseKeymap,
  Enter: chainCommands(splitListItem(item), baseKeymap.Enter as Command),
  Tab: sinkListItem(item),
  "Shift-Tab": liftListItem(item),
}

/** `kind words` of each block, and ` / ` between two. */
export const shown = (blocks: readonly Said[]): string =>
  blocks.map(({ kind, text: words }) => `${kind} ${words}`.trimEnd()).join(" / ")

/** The blocks of a text; its caret stands among the letters. */
export function blocksOf(note: string): Said[] {
  const all = withEmpty(read(note), note).map(({ kind, text: words }) => ({ kind, text: words }))
  // The reader sees no empty line above the first block.
  const first = /^(> *)?\n/.exec(note)
  return first ? [{ kind: first[1] ? "q/p" : "p", text: "" }, ...all] : all
}

/** What a key, or a letter, makes of a note in ProseMirror; the ends of its selection stand among the letters. */
export function pressed(note: string, key: string): string {
  const top = docOf(blocksOf(note))
  const marks: number[] = []
  top.descendants((node, at) => {
    for (const { index } of node.isText ? (node.text ?? "").matchAll(/¦/g) : []) marks.push(at + index)
  })
  const [from = 0, to = from + 1] = marks
  let state = EditorState.create({ doc: top })
  let change = state.tr
  for (const at of [...marks].reverse()) change = change.delete(at, at + 1)
  state = state.apply(change.setSelection(TextSelection.create(change.doc, from, to - 1)))
  const run = KEYS[key]
  const apply = (next: Transaction): void => {
    state = state.apply(next)
  }
  if (run) run(state, apply)
  else state = state.apply(state.tr.insertText(key))
  return shown(said(state))
}

/** Blocks of one quotation, code or list that follow each other are in one node. */
function docOf(blocks: readonly Said[]): Node {
  return schema.node("doc", null, within(blocks))
}

function within(blocks: readonly Said[]): Node[] {
  const made: Node[] = []
  for (let at = 0; at < blocks.length; ) {
    const { kind, text: words } = blocks[at] as Said
    const sort = sortOf(kind)
    const end = sort.isRun ? endOf(blocks, at, one => sortOf(one.kind).name === sort.name) : at + 1
    made.push(nodeOf(sort.name, kind, words, blocks.slice(at, end)))
    at = end
  }
  return made
}

function sortOf(kind: string): { readonly name: string; readonly isRun: boolean } {
  if (kind.startsWith("q/")) return { name: "quote", isRun: true }
  if (kind.startsWith("code")) return { name: "code", isRun: true }
  if (/^(ul|ol|in)\d/.test(kind)) return { name: "list", isRun: true }
  return { name: kind, isRun: false }
}

function endOf(blocks: readonly Said[], from: number, isLike: (one: Said) => boolean): number {
  const length = blocks.slice(from).findIndex(one => !isLike(one))
  return length < 0 ? blocks.length : from + length
}

const inline = (words: string) => (words ? [schema.text(words)] : [])

function nodeOf(sort: string, kind: string, words: string, run: readonly Said[]): Node {
  if (sort === "quote") {
    const inner = run.map(one => ({ ...one, kind: one.kind.slice(2) }))
    return schema.node("blockquote", null, within(inner))
  }
  if (sort === "code") return schema.node("code_block", null, inline(run.map(one => one.text).join("\n")))
  if (sort === "list") return listOf(run, levelOf(kind))
  if (sort === "atom") return schema.node("horizontal_rule")
  if (sort === "p") return schema.node("paragraph", null, inline(words))
  if (/^h\d$/.test(sort)) return schema.node("heading", { level: Number(sort[1]) }, inline(words))
  throw new Error(`expected a kind that ProseMirror has here, and ${kind} came`)
}

const levelOf = (kind: string): number => Number(kind.slice(-1))

function listOf(run: readonly Said[], level: number): Node {
  const items: Node[] = []
  for (let at = 0; at < run.length; ) {
    const end = endOf(run, at + 1, one => levelOf(one.kind) > level || one.kind === `in${level}`)
    const own = run.slice(at, end)
    const inner = own.findIndex(one => levelOf(one.kind) > level)
    const [lines, under] = inner < 0 ? [own, []] : [own.slice(0, inner), own.slice(inner)]
    const content = lines.map(one => schema.node("paragraph", null, inline(one.text)))
    if (under.length > 0) content.push(listOf(under, level + 1))
    items.push(schema.node("list_item", null, content))
    at = end
  }
  return schema.node(run[0]?.kind.startsWith("ol") ? "ordered_list" : "bullet_list", null, items)
}

function said(state: EditorState): Said[] {
  const { selection } = state
  if (selection instanceof NodeSelection) return new Teller(selection.node).tell(state.doc)
  return new Teller().tell(state.apply(state.tr.insertText(CARET, selection.head)).doc)
}

/** Says a document block for block, as the reader says a text; a chosen node has the sign of the caret. */
class Teller {
  readonly #blocks: Said[] = []
  readonly #chosen: Node | undefined

  constructor(chosen?: Node) {
    this.#chosen = chosen
  }

  tell(top: Node): Said[] {
    for (const node of top.children) this.#block(node, "", "p", 0)
    return this.#blocks
  }

  /** `kind` is that of a paragraph in this place, `level` that of a list. */
  #block(node: Node, context: string, kind: string, level: number): void {
    const { name } = node.type
    if (name === "blockquote") for (const inner of node.children) this.#block(inner, `${context}q/`, "p", 0)
    else if (name.endsWith("_list")) this.#list(node, context, level)
    else if (name === "code_block")
      for (const line of node.textContent.split("\n")) this.#put(`${context}code-`, line)
    else {
      const own = name === "heading" ? `h${node.attrs.level}` : name === "horizontal_rule" ? "atom" : kind
      this.#put(context + own, node.textContent + (node === this.#chosen ? CARET : ""))
    }
  }

  #list(node: Node, context: string, level: number): void {
    const first = node.type.name === "ordered_list" ? "ol" : "ul"
    for (const one of node.children)
      for (const [index, inner] of one.children.entries())
        this.#block(inner, context, `${index === 0 ? first : "in"}${level}`, level + 1)
  }

  #put(kind: string, text: string): void {
    this.#blocks.push({ kind, text })
  }
}
