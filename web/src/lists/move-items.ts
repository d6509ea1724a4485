/** Moves chosen items, with their sub-items, over the item above or below. */
import { ChangeSet, type ChangeSpec, type EditorState } from "@codemirror/state"
import { type Chosen, chosenItems, chosenLines } from "./indent.ts"
import { isLost, type Placed, placing } from "./levels.ts"
import { endOf, type Item, type Outline } from "./outline.ts"
import { type Lines, swap } from "./swap.ts"

/** Indices of items, the second one behind the last. */
interface Run {
  readonly start: number
  readonly end: number
}

/** The run of siblings that `roots` are; undefined where they are none. */
function runOf({ outline, roots }: Chosen): Run | undefined {
  const [first, last] = [roots[0], roots.at(-1)]
  if (first === undefined || last === undefined) return undefined
  const items = roots.map(index => outline.items[index] as Item)
  const isRun = items.every(({ level, isInline }) => level === items[0]?.level && !isInline)
  const run = { start: first, end: endOf(outline, last) }
  const isWhole = outline.items
    .slice(run.start, run.end)
    .every(({ level }) => level >= (items[0]?.level ?? 0))
  return isRun && isWhole ? run : undefined
}

/** What a run goes over: a sibling with its sub-items, or at the end of its list the words of an item a level out. */
function over(outline: Outline, { start, end }: Run, isUp: boolean): Run | undefined {
  const { items } = outline
  const level = items[start]?.level ?? 0
  if (isUp) {
    let above = start - 1
    while ((items[above]?.level ?? -1) > level) above -= 1
    if (items[above]?.level === level) return { start: above, end: start }
    // Under the item before its parent, as the last one there.
    const hasUncle = above > 0 && (items[above - 1]?.level ?? -1) >= level - 1
    return above >= 0 && hasUncle ? { start: above, end: above + 1 } : undefined
  }
  const next = items[end]
  if (next?.level === level) return { start: end, end: endOf(outline, end) }
  return next?.level === level - 1 ? { start: end, end: end + 1 } : undefined
}

/** The lines of a run; undefined where other lines are among them. */
function linesOf({ items }: Outline, { start, end }: Run): Lines | undefined {
  const numbers = items.slice(start, end).flatMap(({ lines }) => lines)
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)]
  const isAlone = items.every(
    ({ lines }, index) =>
      (index >= start && index < end) || lines.every(number => number < first || number > last),
  )
  return numbers.length > 0 && isAlone ? { first, last } : undefined
}

/** Whether all that is chosen is in one list. */
function isAll(state: EditorState, { outline }: Chosen): boolean {
  const numbers = new Set(outline.items.flatMap(({ lines }) => lines))
  return chosenLines(state).every(({ number, text }) => /^[\s>]*$/.test(text) || numbers.has(number))
}

/** The changes; undefined where more than a list is chosen, or none; empty where the items stay. */
export function movedItems(state: EditorState, isUp: boolean): ChangeSet | undefined {
  const [list] = chosenItems(state)
  if (!list || !isAll(state, list)) return undefined
  const { outline } = list
  const none = ChangeSet.empty(state.doc.length)
  const run = runOf(list)
  const other = run && over(outline, run, isUp)
  if (!run || !other) return none
  const [above, below] = isUp ? [other, run] : [run, other]
  const [top, bottom] = [linesOf(outline, above), linesOf(outline, below)]
  if (!top || !bottom) return none
  const order: Placed[] = outline.items.map(({ level }, index) => ({ index, level }))
  order.splice(
    above.start,
    below.end - above.start,
    ...order.slice(below.start, below.end),
    ...order.slice(above.start, above.end),
  )
  if (isLost(outline, order)) return none
  return inTurn(state, placing(outline, order), doc => swap(doc, top, bottom, isUp ? "below" : "above"))
}

/** `first`, and then the changes of the text that it gives. */
function inTurn(
  { doc }: EditorState,
  first: ChangeSpec[],
  then: (doc: EditorState["doc"]) => ChangeSpec[],
): ChangeSet {
  const one = ChangeSet.of(first, doc.length)
  const after = one.apply(doc)
  return one.compose(ChangeSet.of(then(after), after.length))
}
