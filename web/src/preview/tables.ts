/** A table looks like one while the caret is elsewhere; where the caret enters it, its source is written. */
import { syntaxTree } from "@codemirror/language"
import {
  type ChangeDesc,
  type EditorState,
  type Extension,
  Facet,
  type Range,
  StateEffect,
  StateField,
} from "@codemirror/state"
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view"
import type { Tree } from "@lezer/common"
import { plain } from "../text/headings.ts"
import { type Block, blocksOf } from "./blocks.ts"
import { frozen } from "./frozen.ts"

type Side = "left" | "center" | "right"

class TableWidget extends WidgetType {
  readonly source: string

  constructor(source: string) {
    super()
    this.source = source
  }

  override eq(other: TableWidget): boolean {
    return other.source === this.source
  }

  toDOM(): HTMLElement {
    const box = document.createElement("div")
    box.className = "lp-grid"
    const table = box.appendChild(document.createElement("table"))
    const [head = "", rule = "", ...rows] = this.source.split("\n")
    const sides = cells(rule).map(sideOf)
    fill(table.createTHead().insertRow(), "th", cells(head), sides)
    const body = table.createTBody()
    for (const row of rows) fill(body.insertRow(), "td", cells(row), sides)
    return box
  }

  override get estimatedHeight(): number {
    return 38 * (this.source.split("\n").length - 1) + 12
  }

  override ignoreEvent(): boolean {
    return false
  }
}

const cells = (row: string) =>
  row
    .trim()
    .replace(/^\||(?<!\\)\|$/g, "")
    .split(/(?<!\\)\|/)
    .map(cell => cell.trim().replaceAll("\\|", "|"))

function sideOf(rule: string): Side {
  if (!rule.endsWith(":")) return "left"
  return rule.startsWith(":") ? "center" : "right"
}

function fill(row: HTMLTableRowElement, name: "th" | "td", texts: string[], sides: Side[]): void {
  sides.forEach((side, column) => {
    const cell = row.appendChild(document.createElement(name))
    if (name === "th") cell.setAttribute("scope", "col")
    cell.className = side
    cell.textContent = plain(texts[column] ?? "")
  })
}

const setFocus = StateEffect.define<boolean>()
const focused = StateField.define<boolean>({
  create: () => false,
  update: (value, change) =>
    change.effects.reduce((is, effect) => (effect.is(setFocus) ? effect.value : is), value),
})

/** Tables that are to show their source wherever the caret is. */
export const sourceOf = Facet.define<(state: EditorState, from: number, to: number) => boolean>()

interface Tables {
  readonly tree: Tree
  readonly places: readonly Block[]
  /** Whether the caret is in each of them. */
  readonly touched: string
  readonly shown: DecorationSet
}

function build(state: EditorState, before?: Tables, changes?: ChangeDesc): Tables {
  const tree = syntaxTree(state)
  const places = blocksOf(tree).tables
  const isWriting = state.field(focused) && !state.readOnly
  const { ranges } = state.selection
  const isTouched = ({ from, to }: Block) =>
    isWriting && ranges.some(range => range.from <= to && range.to >= from)
  const touched = places.map(place => (isTouched(place) ? 1 : 0)).join("")
  const wanted = state.facet(sourceOf)
  // A key elsewhere moves the tables, and makes none of them another one.
  if (before && changes && !wanted.length && touched === before.touched && isMoved(before, places, changes))
    return { tree, places, touched, shown: before.shown.map(changes) }
  const out: Range<Decoration>[] = []
  for (const [index, { from, to }] of places.entries()) {
    if (touched[index] === "1" || wanted.some(isWanted => isWanted(state, from, to))) continue
    // A table that the parser has not read to its end may be cut in the middle of a line.
    if (to !== state.doc.lineAt(to).to || from !== state.doc.lineAt(from).from) continue
    const widget = new TableWidget(state.sliceDoc(from, to))
    out.push(Decoration.replace({ widget, block: true }).range(from, to))
  }
  return { tree, places, touched, shown: Decoration.set(out) }
}

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

/** Widgets that stand for whole lines come from a field: the editor must know their heights before it draws. */
const tables = StateField.define<Tables>({
  create: state => build(state),
  update(value, change) {
    const { state, startState } = change
    const tree = syntaxTree(state)
    if (state.field(frozen)) return { ...value, tree, touched: "?", shown: value.shown.map(change.changes) }
    const isStale =
      tree !== value.tree ||
      change.docChanged ||
      change.selection !== undefined ||
      state.field(focused) !== startState.field(focused, false) ||
      state.readOnly !== startState.readOnly ||
      startState.field(frozen, false)
    return isStale ? build(state, value, change.changes) : value
  },
  provide: self => EditorView.decorations.from(self, value => value.shown),
})

/**
 * After the update that saw it: the transaction that CodeMirror's `focusChangeEffect` plans for then is dropped where
 * another comes in between, and with it the news that the focus is here.
 */
const tellFocus = EditorView.updateListener.of(({ focusChanged, view }) => {
  if (focusChanged) queueMicrotask(() => view.dispatch({ effects: setFocus.of(view.hasFocus) }))
})

export function tablePreview(): Extension {
  return [focused, tellFocus, tables]
}
