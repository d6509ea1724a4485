/** Decorations of tables: the source stays in place, its pipes are hidden, its lines look like rows. */
import { syntaxTree } from "@codemirror/language"
import {
  type ChangeDesc,
  type EditorState,
  type Extension,
  type Line,
  Prec,
  type Range,
  RangeSet,
  StateField,
} from "@codemirror/state"
import {
  BlockWrapper,
  Decoration,
  type DecorationSet,
  EditorView,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view"
import type { Tree } from "@lezer/common"
import { type Cell, rowOf } from "../text/cells.ts"
import { type Block, blocksOf } from "./blocks.ts"
import { type Columns, ColumnsOf, numberCell } from "./columns.ts"
import { carried, frozen } from "./frozen.ts"
import { breaksIn, lineBreak } from "./line-breaks.ts"

const grid = BlockWrapper.create({ tagName: "div", attributes: { class: "lp-grid", role: "table" } })
/** A wide one scrolls sideways: with the caret, or by the arrow keys if the page is read-only. */
const rolls = [{}, { tabindex: "0", role: "group" }].map(more =>
  BlockWrapper.create({ tagName: "div", attributes: { class: "lp-roll", ...more }, rank: 60 }),
)
const hidden = Decoration.replace({})
/** One that is a letter. */
const PIPE = /(?<=(?<!\\)(?:\\\\)*)\\\|/g
/** A row without cells for the last columns is drawn as if it had them, as on paper. */
const rowLook = (isHead: boolean, cells: number, { template, many }: Columns) =>
  Decoration.line({
    class: `lp-row${isHead ? " lp-head" : ""}${cells < many ? " lp-short" : ""}`,
    attributes: { role: "row", style: `--columns: ${template}; --own: ${cells + 1}` },
  })
const cellLook = (isHead: boolean, isOn: boolean, side: string) =>
  Decoration.mark({
    class: `lp-cell ${side}${isOn ? " lp-on" : ""}`,
    attributes: { role: isHead ? "columnheader" : "cell" },
    // Around what is hidden at either end of it.
    inclusive: true,
  })

interface Tables {
  readonly tree: Tree
  readonly places: readonly Block[]
  /** Of the tables that are painted: one is not while its rule is being typed. */
  readonly grids: RangeSet<BlockWrapper>
  /** Of the same. */
  readonly columns: RangeSet<ColumnsOf>
  /** From the end of each head to that of the rule under it. */
  readonly rules: DecorationSet
  /** The same as long as no table is another one. */
  readonly made: object
}

function build(state: EditorState, before?: Tables, changes?: ChangeDesc): Tables {
  const tree = syntaxTree(state)
  const places = blocksOf(tree).tables
  // A key elsewhere moves the tables, and makes none of them another one.
  if (before && changes && isMoved(before, places, changes)) return moved(before, changes, tree, places)
  const grids: Range<BlockWrapper>[] = []
  const columns: Range<ColumnsOf>[] = []
  const rules: Range<Decoration>[] = []
  const roll = rolls[Number(state.readOnly)] as BlockWrapper
  for (const place of places) {
    const table = painted(state, place)
    if (!table) continue
    const { from, to } = table
    const head = state.doc.lineAt(from).to
    grids.push(roll.range(from, to), grid.range(from, to))
    columns.push(new ColumnsOf().range(from, to))
    rules.push(hidden.range(head, state.doc.lineAt(head + 1).to))
  }
  return {
    tree,
    places,
    grids: BlockWrapper.set(grids, true),
    columns: RangeSet.of(columns),
    rules: Decoration.set(rules),
    made: {},
  }
}

/** From the beginning of its first line; undefined of a table that is to show its source. */
function painted({ doc, selection: { main } }: EditorState, { from, to }: Block): Block | undefined {
  const head = doc.lineAt(from)
  // A table that the parser has not read to its end may be cut in the middle of a line.
  if (to !== doc.lineAt(to).to || to === head.to) return undefined
  const rule = doc.lineAt(head.to + 1)
  const isTyped = main.empty && main.head >= rule.from && main.head <= rule.to
  return isTyped ? undefined : { from: head.from, to }
}

function moved(before: Tables, changes: ChangeDesc, tree: Tree, places: readonly Block[]): Tables {
  const { grids, columns, rules, made } = before
  return {
    tree,
    places,
    grids: grids.map(changes),
    columns: columns.map(changes),
    rules: rules.map(changes),
    made,
  }
}

/** Whether the caret is, or was, in a line that could be the rule of a table. */
const isInRule = ({ doc, selection }: EditorState) => /^[\s|:-]+$/.test(doc.lineAt(selection.main.head).text)

/** Whether these are the tables of before, none of which has changed. */
function isMoved({ places }: Tables, now: readonly Block[], changes: ChangeDesc): boolean {
  return (
    places.length === now.length &&
    places.every(({ from, to }, index) => {
      const { from: start, to: end } = now[index] as Block
      // Right beside a table counts: its first or last line may be another one.
      return (
        changes.mapPos(from, 1) === start && changes.mapPos(to, -1) === end && !changes.touchesRange(from, to)
      )
    })
  )
}

/** A state field over the whole text: decorations across line ends cannot come from a plugin. */
const tables = StateField.define<Tables>({
  create: state => build(state),
  update(value, { state, startState, docChanged, selection, changes }) {
    const tree = syntaxTree(state)
    // Their positions are unknown until the next scan.
    if (state.field(frozen)) return moved(value, changes, value.tree, [])
    const isMaybeRule = (docChanged || selection) && (isInRule(state) || isInRule(startState))
    if (isMaybeRule || state.readOnly !== startState.readOnly) return build(state)
    const isStale = tree !== value.tree || docChanged || startState.field(frozen, false)
    return isStale ? build(state, value, changes) : value
  },
  provide: self => [
    EditorView.blockWrappers.from(self, value => value.grids),
    EditorView.decorations.from(self, value => value.rules),
    EditorView.atomicRanges.of(view => view.state.field(self).rules),
  ],
})

/** The tables that are painted, or will be once nothing holds their looks, and lie in a passage or beside it. */
export function gridsIn(state: EditorState, from: number, to: number): Block[] {
  const shown = state.field(tables, false)
  if (!shown) return []
  if (state.field(frozen))
    return blocksOf(syntaxTree(state)).tables.flatMap(place => {
      const table = place.from <= to && place.to >= from ? painted(state, place) : undefined
      return table ? [table] : []
    })
  const found: Block[] = []
  shown.columns.between(from, to, (start, end) => {
    found.push({ from: start, to: end })
  })
  return found
}

/** The cells of a line of a table that is painted; of its rule none. */
export function cellsOf(state: EditorState, line: Line): Block[] | undefined {
  const [table] = gridsIn(state, line.from, line.to)
  if (!table) return undefined
  if (line.number === state.doc.lineAt(table.from).number + 1) return []
  return rowOf(line.text, line.from).cells.map(cell => shownOf(state, cell))
}

/** The visible part of a cell: its words, and spaces that are being typed. */
function shownOf(state: EditorState, { start, end, from, to }: Cell): { from: number; to: number } {
  if (from === to) return { from, to }
  const { head } = state.selection.main
  // One space beside each pipe is nobody's.
  const first = from > start ? start + 1 : start
  const last = to < end ? end - 1 : end
  return { from: head >= first && head < from ? head : from, to: head > to && head <= last ? head : to }
}

/** The cells in view. */
class Cells {
  cells: DecorationSet = Decoration.none
  /** The signs around them, of each cell. */
  signs: DecorationSet = Decoration.none
  /** The same from one cell to the next: no caret stops there. */
  between: DecorationSet = Decoration.none
  #made: unknown

  constructor(view: EditorView) {
    this.#paint(view)
  }

  update(update: ViewUpdate): void {
    const { view, state, viewportChanged, selectionSet, focusChanged } = update
    const isAnother = viewportChanged || state.field(tables).made !== this.#made
    const isElsewhere = (selectionSet || focusChanged) && this.signs.size > 0
    if ((isAnother || isElsewhere) && !view.composing && !state.field(frozen)) this.#paint(view)
    else {
      this.cells = carried(this.cells, update)
      this.signs = carried(this.signs, update)
      this.between = carried(this.between, update)
    }
  }

  #paint({ state, visibleRanges, hasFocus }: EditorView): void {
    const { doc } = state
    const { main } = state.selection
    const caret = hasFocus && !state.readOnly ? main.head : -1
    const painter = new Painter(state, caret)
    const { made, columns } = state.field(tables)
    this.#made = made
    const [first, last] = [visibleRanges[0]?.from ?? 0, visibleRanges.at(-1)?.to ?? 0]
    columns.between(first, last, (from, to, value) => {
      const head = doc.lineAt(from)
      for (const range of visibleRanges)
        for (let at = Math.max(from, range.from); at <= Math.min(to, range.to); ) {
          const line = doc.lineAt(at)
          if (line.number !== head.number + 1)
            painter.row(line, line.number === head.number, value.in(state, from, to))
          at = line.to + 1
        }
    })
    this.cells = Decoration.set(painter.cells, true)
    this.signs = Decoration.set(painter.signs, true)
    this.between = Decoration.set(painter.between, true)
  }
}

class Painter {
  readonly cells: Range<Decoration>[] = []
  readonly signs: Range<Decoration>[] = []
  readonly between: Range<Decoration>[] = []
  readonly #state: EditorState
  readonly #caret: number

  constructor(state: EditorState, caret: number) {
    this.#state = state
    this.#caret = caret
  }

  row({ text, from, to }: Line, isHead: boolean, columns: Columns): void {
    const { cells } = rowOf(text, from)
    let [start, last] = [from, from]
    this.cells.push(rowLook(isHead, cells.length, columns).range(from))
    for (const [column, one] of cells.entries()) {
      const shown = shownOf(this.#state, one)
      const isLast = column === cells.length - 1
      const end = isLast ? to : one.end + 1
      const isOn = this.#caret >= one.start && this.#caret <= one.end
      const side = columns.sides[column] ?? "left"
      if (end > start) this.cells.push(cellLook(isHead, isOn, side).range(start, end))
      if (shown.from > last) this.between.push(hidden.range(last, shown.from))
      if (shown.from > start) this.signs.push(hidden.range(start, shown.from))
      for (const { index } of text.slice(shown.from - from, shown.to - from).matchAll(PIPE)) {
        this.signs.push(hidden.range(shown.from + index, shown.from + index + 1))
        this.between.push(hidden.range(shown.from + index, shown.from + index + 2))
      }
      for (const { from, to } of breaksIn(this.#state, shown.from, shown.to)) {
        this.signs.push(lineBreak.range(from, to))
        this.between.push(hidden.range(from, to))
      }
      if (end > shown.to) this.signs.push(hidden.range(shown.to, end))
      if (isLast && to > shown.to) this.between.push(hidden.range(shown.to, to))
      start = end
      last = shown.to
    }
  }
}

const cells = ViewPlugin.fromClass(Cells, {
  provide: self => [
    // Around all other marks: those are in the cell.
    Prec.lowest(EditorView.decorations.of(view => view.plugin(self)?.cells ?? Decoration.none)),
    EditorView.decorations.of(view => view.plugin(self)?.signs ?? Decoration.none),
    EditorView.atomicRanges.of(view => view.plugin(self)?.between ?? Decoration.none),
  ],
})

/** `numbers` is the pattern of a cell that is a number. */
export const tablePreview = (numbers = ""): Extension => [
  tables,
  cells,
  numbers ? numberCell.of(new RegExp(`^(?:${numbers})$`, "u")) : [],
]
