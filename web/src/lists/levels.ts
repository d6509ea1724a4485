/** The changes of a text that give the items of an outline other levels or another order. */
import type { ChangeSpec } from "@codemirror/state"
import { type Item, type Outline, quoteLength, widthOf } from "./outline.ts"

/** An item under so many columns more than its place is another block. */
const MOST_MORE = 3

/** An item as it is to stand. */
export interface Placed {
  /** Its index in the outline. */
  readonly index: number
  readonly level: number
}

interface Above {
  readonly level: number
  /** Column of the words, which those of a sub-item's mark may not fall short of. */
  readonly content: number
  /** The first column where words could stand: before it, no mark begins a sub-item. */
  readonly words: number
}

/** The changes of indents and first numbers; `order` holds each item of the outline once. */
export function placing(outline: Outline, order: readonly Placed[]): ChangeSpec[] {
  const { items } = outline
  const starts = startsOf(outline, order)
  const changes: ChangeSpec[] = []
  /** How far the words of each item move. */
  const moved: number[] = items.map(() => 0)
  const parents = parentsOf(items)
  const above: Above[] = []
  for (const { index, level } of order) {
    const item = items[index] as Item
    let sibling: Above | undefined
    while ((above.at(-1)?.level ?? -1) >= level) sibling = above.pop()
    const least = above.at(-1)?.content ?? 0
    const most = Math.min(least + MOST_MORE, sibling?.level === level ? sibling.words - 1 : least + MOST_MORE)
    const wanted = item.indent + (moved[parents[index] ?? -1] ?? 0)
    // An item that changes its level stands as close as it can: what comes next could make a sub-item of it.
    const isKept = level === item.level && wanted >= least && wanted <= most
    const indent = item.isInline || isKept ? wanted : least
    const start = starts.get(index)
    const more = start === undefined ? 0 : start.length + 1 - item.mark.length
    moved[index] = indent - item.indent + more
    above.push({ level, content: item.content + moved[index], words: indent + item.mark.length + more + 1 })
    changes.push(...shifting(outline, item, indent - item.indent, moved[index]))
    if (start !== undefined)
      changes.push({ from: item.from, to: item.from + item.mark.length - 1, insert: start })
  }
  return changes
}

/** Whether nothing is said behind the mark of an item. */
const isEmpty = ({ doc }: Outline, { lines: [head = 1, ...others], from, mark }: Item) =>
  others.length === 0 && !doc.sliceString(from + mark.length, doc.line(head).to).trim()

/** Whether an order would put an item under an empty one of a list with blank lines, where no text keeps it (CommonMark 5.2). */
export function isLost(outline: Outline, order: readonly Placed[]): boolean {
  const { items } = outline
  const numbers = items.flatMap(({ lines }) => lines)
  const hasGaps = Math.max(...numbers) - Math.min(...numbers) >= numbers.length
  const before = underEmpty(
    outline,
    items.map(({ level }, index) => ({ level, index })),
  )
  return hasGaps && underEmpty(outline, order).some(one => !before.includes(one))
}

/** Places and levels of the empty items that have sub-items. */
const underEmpty = (outline: Outline, order: readonly Placed[]): string[] =>
  order.flatMap(({ index, level }, at) => {
    const next = order[at + 1]?.level ?? 0
    return next > level && isEmpty(outline, outline.items[index] as Item) ? [`${at}:${level}:${next}`] : []
  })

/** The index of the parent of each item. */
function parentsOf(items: readonly Item[]): number[] {
  const path: number[] = []
  return items.map(({ level }, index) => {
    path.length = level
    const parent = path.at(-1) ?? -1
    path[level] = index
    return parent
  })
}

/** The numbers to write: of items that now begin a list, and did not. */
function startsOf({ items }: Outline, order: readonly Placed[]): Map<number, string> {
  /** The lists as they will be, at each level the one that goes on. */
  const open: number[][] = []
  const lists: number[][] = []
  const signOf = (index: number) => items[index]?.mark.slice(-1)
  for (const { index, level } of order) {
    open.length = Math.min(open.length, level + 1)
    const list = open[level]
    if (list && signOf(list[0] as number) === signOf(index)) list.push(index)
    else {
      open[level] = [index]
      lists.push(open[level])
    }
  }
  const firsts = new Map<number, number>()
  for (const [index, { list }] of items.entries()) if (!firsts.has(list)) firsts.set(list, index)
  const wasFirst = (index: number) => firsts.get(items[index]?.list ?? -1) === index
  const starts = new Map<number, string>()
  for (const list of lists) {
    const [first = 0] = list
    const { mark = "-", list: id } = items[first] ?? {}
    if (!/\d/.test(mark) || wasFirst(first)) continue
    // The list that it was in may begin with it now.
    const before = list.find(index => items[index]?.list === id && wasFirst(index))
    const start = before === undefined ? "1" : (items[before] as Item).mark.slice(0, -1)
    if (start !== mark.slice(0, -1)) starts.set(first, start)
  }
  return starts
}

/** Moves the head of an item by `head` columns, its other lines by `others`. */
function shifting(
  { doc, quotes }: Outline,
  { lines, isInline }: Item,
  head: number,
  others: number,
): ChangeSpec[] {
  return lines.flatMap((number, index): ChangeSpec[] => {
    const by = index === 0 && !isInline ? head : others
    if (by === 0) return []
    const { from, text } = doc.line(number)
    const start = quoteLength(text, quotes)
    const space = /^[ \t]*/.exec(text.slice(start))?.[0] ?? ""
    const at = from + start
    const width = Math.max(0, widthOf(space) + by)
    if (space.includes("\t")) return [{ from: at, to: at + space.length, insert: " ".repeat(width) }]
    if (by > 0) return [{ from: at, insert: " ".repeat(by) }]
    return [{ from: at, to: at + space.length - width }]
  })
}
