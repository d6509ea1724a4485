/** Roles of what is in view, for screen readers: lists with their items, quotations, boxes and code. Loaded late. */
import { syntaxTree } from "@codemirror/language"
import { type Range, RangeSet } from "@codemirror/state"
import {
  BlockWrapper,
  Decoration,
  type DecorationSet,
  EditorView,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view"
import type { SyntaxNode, SyntaxNodeRef } from "@lezer/common"
import { boxesOf } from "../preview/fences.ts"
import { carried, frozen } from "../preview/frozen.ts"
import { t } from "../words.ts"
import { boxName, codeName } from "./names.ts"

/** Which wrapper stands around which: boxes around quotations around lists, and those around tables. */
const RANKS = { box: 90, blockquote: 80, list: 70, group: 70 }
type Wrapped = keyof typeof RANKS

/** A box is no `note`: systems call that a comment. */
const wrapper = (what: Wrapped, name?: string) =>
  BlockWrapper.create({
    tagName: "div",
    attributes: {
      role: what === "box" ? "group" : what,
      ...(what === "box" ? { "aria-roledescription": t("spoken.boxRole") } : {}),
      ...(name ? { "aria-label": name } : {}),
    },
    rank: RANKS[what],
  })
/** Spaces before the mark of an item: a screen reader that meets them first takes the line for an empty one. */
const indent = Decoration.mark({ attributes: { "aria-hidden": "true" } })
const LISTS = new Set(["BulletList", "OrderedList"])

interface Roles {
  readonly wrappers: RangeSet<BlockWrapper>
  readonly items: DecorationSet
}

function rolesIn(view: EditorView): Roles {
  const { state, visibleRanges } = view
  const tree = syntaxTree(state)
  const wrappers = new Map<string, Range<BlockWrapper>>()
  const items = new Map<number, Range<Decoration>>()
  const indents: Range<Decoration>[] = []
  const places = new Map<number, Places>()
  /** Around the lines of a passage; what lies in two visible ranges is wrapped once. */
  const wrap = (role: Wrapped, from: number, to: number, name?: string) => {
    const range = wrapper(role, name).range(state.doc.lineAt(from).from, to)
    if (range.to > range.from) wrappers.set(`${range.from} ${role}`, range)
  }
  for (const { from, to } of visibleRanges) {
    tree.iterate({
      from,
      to,
      enter(ref) {
        if (!isOfText(ref)) return false
        if (LISTS.has(ref.name) && !isIn(ref.node, "ListItem")) wrap("list", ref.from, ref.to)
        else if (ref.name === "Blockquote" && !isIn(ref.node, "Blockquote", "ListItem"))
          wrap("blockquote", ref.from, ref.to)
        else if (ref.name === "FencedCode" && !isIn(ref.node, "ListItem"))
          wrap("group", ref.from, ref.to, codeName(state.doc.lineAt(ref.from).text))
        else if (ref.name === "ListItem") {
          const line = state.doc.lineAt(ref.from).from
          if (!items.has(line)) items.set(line, item(ref.node, places).range(line))
          if (isDeep(state.sliceDoc(line, ref.from))) indents.push(indent.range(line, ref.from))
        }
        return undefined
      },
    })
    for (const box of boxesOf(state, tree)) {
      if (box.from > to) break
      if (box.to < from) continue
      wrap("box", box.from, box.to, boxName(state, box))
    }
  }
  return {
    wrappers: BlockWrapper.set([...wrappers.values()], true),
    items: Decoration.set([...items.values(), ...indents], true),
  }
}

const isDeep = (before: string) => before !== "" && !before.trim()

/** Nodes of blocks alone are looked into. */
const isOfText = ({ type }: SyntaxNodeRef) =>
  type.is("Block") || LISTS.has(type.name) || type.name === "Document"

function isIn(node: SyntaxNode, ...names: readonly string[]): boolean {
  for (let above = node.parent; above; above = above.parent) if (names.includes(above.name)) return true
  return false
}

/** By the start of each item of a list, its place. */
type Places = ReadonlyMap<number, number>

function placesIn(list: SyntaxNode): Places {
  const found = new Map<number, number>()
  const cursor = list.cursor()
  for (let isThere = cursor.firstChild(); isThere; isThere = cursor.nextSibling())
    if (cursor.name === "ListItem") found.set(cursor.from, found.size + 1)
  return found
}

/** The level of an item, and its place among those of its list. */
function item(node: SyntaxNode, known: Map<number, Places>): Decoration {
  const inList = node.parent as SyntaxNode
  let level = 1
  for (let above: SyntaxNode | null = inList; above; above = above.parent)
    if (above.name === "ListItem") level += 1
  const places = known.get(inList.from) ?? placesIn(inList)
  known.set(inList.from, places)
  const attributes = {
    role: "listitem",
    "aria-level": String(level),
    "aria-posinset": String(places.get(node.from)),
    "aria-setsize": String(places.size),
  }
  return Decoration.line({ attributes })
}

class Spoken {
  roles: Roles
  #tree: unknown

  constructor(view: EditorView) {
    this.roles = rolesIn(view)
    this.#tree = syntaxTree(view.state)
  }

  update(update: ViewUpdate): void {
    const { state, startState, docChanged, changes, viewportChanged, view } = update
    const tree = syntaxTree(state)
    const isHeld = state.field(frozen, false)
    const isStale =
      docChanged || viewportChanged || tree !== this.#tree || isHeld !== startState.field(frozen, false)
    if (!isStale) return
    if (view.composing || isHeld) {
      const { wrappers, items } = this.roles
      this.roles = { wrappers: docChanged ? wrappers.map(changes) : wrappers, items: carried(items, update) }
      return
    }
    this.#tree = tree
    this.roles = rolesIn(view)
  }
}

export const spoken = ViewPlugin.fromClass(Spoken, {
  provide: self => [
    EditorView.decorations.of(view => view.plugin(self)?.roles.items ?? Decoration.none),
    EditorView.blockWrappers.of(view => view.plugin(self)?.roles.wrappers ?? RangeSet.empty),
  ],
})
