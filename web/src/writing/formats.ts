/** The formats at the caret: of the words around it, and those that wait for the next letters. */
import { syntaxTree } from "@codemirror/language"
import type { EditorState } from "@codemirror/state"
import { storedIn } from "../hands/stored.ts"
import { addressOf, LINKS } from "../text/links.ts"

const NODES = { bold: "StrongEmphasis", italic: "Emphasis", strike: "Strikethrough", link: "link" } as const
const MARKS = { bold: "**", italic: "*", strike: "~~", link: "" } as const

export type Format = keyof typeof NODES
const FORMATS = Object.keys(NODES) as readonly Format[]
export const isFormat = (name: string): name is Format => name in NODES

/** What is typed behind their closing mark is not in them. */
const CLOSED: ReadonlySet<string> = new Set([NODES.bold, NODES.italic, NODES.strike])

/** The names of the nodes around the selection; of a link that leads somewhere, `link`. */
export function nodesAt(state: EditorState): Set<string> {
  const { from, to } = state.selection.main
  const names = new Set<string>()
  for (let node = syntaxTree(state).resolveInner(from, from === to ? -1 : 1); node.parent; node = node.parent)
    if (node.to > to || (node.to === to && !(from === to && CLOSED.has(node.name))))
      names.add(LINKS.has(node.name) && addressOf(state, node) ? "link" : node.name)
  return names
}

export function formatsOf(state: EditorState, names = nodesAt(state)): Set<Format> {
  const stored = storedIn(state, state.selection.main.head)?.marks ?? []
  return new Set(FORMATS.filter(one => names.has(NODES[one]) || stored.includes(MARKS[one])))
}
