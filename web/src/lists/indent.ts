/** Tab puts the chosen items, with their sub-items, under the item above; Shift+Tab a level out. */
import type { EditorState, Line, StateCommand } from "@codemirror/state"
import { isLost, type Placed, placing } from "./levels.ts"
import { endOf, type Item, type Outline, outlineAt } from "./outline.ts"

/** The lines that a selection touches; one that it only reaches the beginning of is not chosen. */
export function chosenLines({ doc, selection: { main } }: EditorState): Line[] {
  const last = doc.lineAt(main.empty || doc.lineAt(main.to).from < main.to ? main.to : main.to - 1).number
  const lines: Line[] = []
  for (let number = doc.lineAt(main.from).number; number <= last; number += 1) lines.push(doc.line(number))
  return lines
}

export interface Chosen {
  readonly outline: Outline
  /** Items of which no parent is chosen. */
  readonly roots: readonly number[]
}

/** The lists with chosen lines. */
export function chosenItems(state: EditorState): Chosen[] {
  const found: Chosen[] = []
  let end = 0
  for (const line of chosenLines(state)) {
    if (line.number <= end) continue
    const outline = outlineAt(state, line)
    if (!outline) continue
    const chosen = new Set(chosenLines(state).map(({ number }) => number))
    const roots: number[] = []
    for (let index = 0; index < outline.items.length; )
      if (outline.items[index]?.lines.some(number => chosen.has(number))) {
        roots.push(index)
        index = endOf(outline, index)
      } else index += 1
    found.push({ outline, roots })
    end = Math.max(...outline.items.flatMap(({ lines }) => lines))
  }
  return found
}

/** The levels of all items after those of `roots` have changed by one; undefined where they cannot. */
function levels({ outline, roots }: Chosen, by: 1 | -1): Placed[] | undefined {
  const placed = outline.items.map(({ level }, index) => ({ index, level }))
  for (const root of roots) {
    const { level, isInline } = outline.items[root] as Item
    if (isInline) return undefined
    if (by < 0 && level === 0) continue
    // The first item of a list has nothing above it to go under.
    if (by > 0 && (placed[root - 1]?.level ?? -1) < level) return undefined
    for (let index = root; index < endOf(outline, root); index += 1)
      placed[index] = { index, level: (outline.items[index] as Item).level + by }
  }
  return placed
}

const move =
  (by: 1 | -1): StateCommand =>
  ({ state, dispatch }) => {
    const lists = state.readOnly ? [] : chosenItems(state)
    if (lists.length === 0) return false
    const specs = lists.flatMap(list => {
      const placed = levels(list, by)
      return placed && !isLost(list.outline, placed) ? placing(list.outline, placed) : []
    })
    if (specs.length === 0) return true
    const changes = state.changes(specs)
    // A caret at the head of a line goes with its words.
    const selection = state.selection.map(changes, 1)
    dispatch(state.update({ changes, selection, scrollIntoView: true, userEvent: "input.indent" }))
    return true
  }

export const indentItems = move(1)
export const outdentItems = move(-1)
