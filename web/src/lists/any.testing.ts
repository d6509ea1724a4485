/** Any lists and chains of gestures on them for the tests of this folder, a model that knows no text, and a reader of texts. */
import { EditorSelection, EditorState, type StateCommand } from "@codemirror/state"
import type { SyntaxNode } from "@lezer/common"
import fc from "fast-check"
import { enter } from "../hands/enter.ts"
import { Ordinals } from "../preview/numbers.ts"
import { markdown } from "../text/markdown.ts"
import { indentItems, outdentItems } from "./indent.ts"
import { moveDown, moveUp } from "./move.ts"
import { wholeTree } from "./outline.ts"

export type Kind = "-" | "*" | "." | ")" | "task"

export interface Entry {
  readonly level: number
  readonly kind: Kind
  /** Without marks; a line end in it is one of the item. */
  readonly text: string
}

/** What is seen of an item. */
export interface Seen {
  readonly level: number
  /** `•`, `☐`, `3.` */
  readonly sign: string
  readonly text: string
}

const GESTURES = ["tab", "untab", "up", "down", "enter", "type"] as const
export interface Step {
  readonly gesture: (typeof GESTURES)[number]
  /** Of the first chosen item, and of how many more are chosen. */
  readonly at: number
  readonly more: number
}

const kinds = fc.constantFrom<Kind>("-", "-", ".", ".", "*", ")", "task")
const words = fc.constantFrom("Évreux", "deux mots", "4 places", "a", "**gras**", "fin\nsuite")
const items = fc
  .array(fc.record({ deeper: fc.nat({ max: 3 }), kind: kinds, text: words }), { minLength: 1, maxLength: 8 })
  .map(drawn => {
    let level = -1
    return drawn.map(({ deeper, kind, text }): Entry => {
      level = deeper === 3 ? level + 1 : Math.min(level + 1, deeper)
      return { level, kind, text }
    })
  })
const steps = fc.array(
  fc.record({
    gesture: fc.constantFrom(...GESTURES),
    at: fc.nat({ max: 20 }),
    more: fc.constantFrom(0, 0, 0, 1, 2),
  }),
  { minLength: 1, maxLength: 8 },
)
export const chains = fc.record({
  entries: items,
  /** Spaces behind each mark; a blank line between two items; numbers as people leave them. */
  space: fc.constantFrom(" ", " ", "  "),
  isLoose: fc.constantFrom(false, false, true),
  numbers: fc.constantFrom("1", "2", "10"),
  around: fc.constantFrom("", "quote", "box", "text"),
  steps,
})
export type Chain = typeof chains extends fc.Arbitrary<infer One> ? One : never

const isNumber = (kind: Kind) => kind === "." || kind === ")"

/** The text of a list. */
export function written({ entries, space, isLoose, numbers, around }: Omit<Chain, "steps">): string {
  const columns: number[] = []
  const lines = entries.flatMap(({ level, kind, text }, index) => {
    const before = previous(entries, index)
    const isFirst = before === undefined || before.kind !== kind
    const mark = isNumber(kind) ? `${isFirst ? "1" : numbers}${kind}` : kind === "task" ? "-" : kind
    const indent = level === 0 ? 0 : (columns[level - 1] ?? 0)
    columns[level] = indent + mark.length + space.length
    columns.length = level + 1
    const [first = "", ...others] = text.split("\n")
    const box = kind === "task" ? "[ ] " : ""
    const head = `${" ".repeat(indent)}${mark}${space}${box}${first}`
    const more = others.map(line => `${" ".repeat(columns[level] ?? 0)}${line}`)
    return [...(isLoose && index > 0 ? [""] : []), head, ...more]
  })
  if (around === "quote") return lines.map(line => (line ? `> ${line}` : ">")).join("\n")
  if (around === "box") return ["::: retenir", ...lines, ":::"].join("\n")
  return around ? ["Avant", "", ...lines, "", "# Après"].join("\n") : lines.join("\n")
}

/** The item of the same level before another one, in the same parent. */
function previous(entries: readonly Entry[], index: number): Entry | undefined {
  const { level } = entries[index] as Entry
  for (let at = index - 1; at >= 0 && (entries[at]?.level ?? -1) >= level; at -= 1)
    if (entries[at]?.level === level) return entries[at]
  return undefined
}

/** What is to be seen of a model. */
export function seen(entries: readonly Entry[]): Seen[] {
  const counts: number[] = []
  return entries.map(({ level, kind, text }, index) => {
    const goesOn = previous(entries, index)?.kind === kind
    counts[level] = goesOn ? (counts[level] ?? 0) + 1 : 1
    const sign = kind === "task" ? "☐" : isNumber(kind) ? `${counts[level]}${kind}` : "•"
    return { level, sign, text }
  })
}

/** What is seen of the lists of a text. */
export function read(doc: string): Seen[] {
  const state = EditorState.create({ doc, extensions: markdown() })
  const ordinals = new Ordinals(state.doc)
  const found: Seen[] = []
  const visit = (node: SyntaxNode, level: number) => {
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.name === "ListItem") {
        const task = child.getChild("Task")
        const said = task ?? child.getChild("Paragraph")
        const text = said ? doc.slice(said.from, said.to).replace(/^\[ \] ?/, "") : ""
        const sign = task ? "☐" : node.name === "OrderedList" ? ordinals.signOf(child) : "•"
        found.push({ level, sign, text: text.replace(/\n[ >]*/g, "\n").trimEnd() })
      }
      visit(child, level + Number(child.name === "ListItem"))
    }
  }
  visit(wholeTree(state).topNode, 0)
  return found
}

/** The model after a gesture; undefined where the gesture means nothing there. `isLoose`: with blank lines in between. */
export function modelled(
  entries: readonly Entry[],
  { gesture, at, more }: Step,
  isLoose: boolean,
): readonly Entry[] | undefined {
  const start = at % entries.length
  const last = gesture === "enter" || gesture === "type" ? start : Math.min(entries.length - 1, start + more)
  const entry = entries[start] as Entry
  if (gesture === "type")
    return entries.map((one, index) => (index === start ? { ...one, text: `${one.text}x` } : one))
  if (gesture === "enter") {
    const isParent = (entries[start + 1]?.level ?? 0) > entry.level
    // Enter may write a blank line between two lists: under an empty item it would end them (CommonMark 5.2).
    if (!entry.text || entry.text.includes("\n") || (isParent && isLoose) || underEmpty(entries).length > 0)
      return undefined
    return [...entries.slice(0, start + 1), { ...entry, text: "" }, ...entries.slice(start + 1)]
  }
  const roots: number[] = []
  for (let index = start; index <= last; index = ending(entries, index)) roots.push(index)
  const end = ending(entries, roots.at(-1) ?? start)
  const after = changed(entries, gesture, { roots, start, end })
  const before = underEmpty(entries)
  return isLoose && underEmpty(after).some(one => !before.includes(one)) ? entries : after
}

/** Places and levels of the empty items that have sub-items. */
const underEmpty = (entries: readonly Entry[]) =>
  entries.flatMap(({ text, kind, level }, at) => {
    const next = entries[at + 1]?.level ?? 0
    return !text && kind !== "task" && next > level ? [`${at}:${level}:${next}`] : []
  })

function changed(
  entries: readonly Entry[],
  gesture: Step["gesture"],
  { roots, start, end }: { roots: readonly number[]; start: number; end: number },
): readonly Entry[] {
  if (gesture === "untab")
    return entries.map((one, index) =>
      root(entries, roots, index)?.level ? { ...one, level: one.level - 1 } : one,
    )
  if (gesture === "tab") {
    if (roots.some(index => !previous(entries, index))) return entries
    return entries.map((one, index) =>
      index >= start && index < end ? { ...one, level: one.level + 1 } : one,
    )
  }
  if (roots.some(index => entries[index]?.level !== entries[start]?.level)) return entries
  return gesture === "up" ? raised(entries, start, end) : lowered(entries, start, end)
}

/** Index behind an item and its sub-items. */
function ending(entries: readonly Entry[], index: number): number {
  const { level } = entries[index] as Entry
  const next = entries.findIndex((one, other) => other > index && one.level <= level)
  return next < 0 ? entries.length : next
}

const root = (entries: readonly Entry[], roots: readonly number[], index: number) =>
  entries[roots.find(one => index >= one && index < ending(entries, one)) ?? -1]

function raised(entries: readonly Entry[], start: number, end: number): readonly Entry[] {
  const { level } = entries[start] as Entry
  let above = start - 1
  while ((entries[above]?.level ?? -1) > level) above -= 1
  const isUncle = entries[above]?.level === level - 1
  if (above < 0 || (isUncle && !previous(entries, above))) return entries
  return [
    ...entries.slice(0, above),
    ...entries.slice(start, end),
    ...entries.slice(above, start),
    ...entries.slice(end),
  ]
}

function lowered(entries: readonly Entry[], start: number, end: number): readonly Entry[] {
  const { level } = entries[start] as Entry
  const next = entries[end]
  if (!next || next.level < level - 1) return entries
  const after = next.level === level ? ending(entries, end) : end + 1
  return [
    ...entries.slice(0, start),
    ...entries.slice(end, after),
    ...entries.slice(start, end),
    ...entries.slice(after),
  ]
}

const COMMANDS: Record<Exclude<Step["gesture"], "type">, StateCommand> = {
  tab: indentItems,
  untab: outdentItems,
  up: moveUp,
  down: moveDown,
  enter,
}

/** The text after a gesture, made as by keys, with the items chosen by their order. */
export function made(doc: string, { gesture, at, more }: Step): string {
  let state = EditorState.create({ doc, extensions: markdown() })
  const ends = endsOf(state)
  const start = at % ends.length
  const last = gesture === "enter" || gesture === "type" ? start : Math.min(ends.length - 1, start + more)
  const anchor = ends[start] as number
  const dispatch = ({ state: next }: { state: EditorState }) => (state = next)
  dispatch(state.update({ selection: EditorSelection.single(anchor, ends[last]) }))
  if (gesture === "type") dispatch(state.update(state.replaceSelection("x")))
  else COMMANDS[gesture]({ state, dispatch })
  return state.sliceDoc()
}

/** Where the words of each item end. */
function endsOf(state: EditorState): number[] {
  const ends: number[] = []
  wholeTree(state).iterate({
    enter({ name, node }) {
      if (name !== "ListItem") return
      const said = node.getChild("Task") ?? node.getChild("Paragraph")
      const mark = node.firstChild as SyntaxNode
      ends.push(said ? said.to : state.doc.lineAt(mark.from).to)
    },
  })
  return ends
}
