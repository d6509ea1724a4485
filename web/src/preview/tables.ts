/** A table looks like one while the caret is elsewhere; where the caret enters it, its source is written. */
import { syntaxTree } from "@codemirror/language"
import {
  type EditorState,
  type Extension,
  Facet,
  type Range,
  StateEffect,
  StateField,
} from "@codemirror/state"
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view"
import { plain } from "../headings.ts"
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

function build(state: EditorState): DecorationSet {
  const out: Range<Decoration>[] = []
  const isWriting = state.field(focused) && !state.readOnly
  for (let node = syntaxTree(state).topNode.firstChild; node; node = node.nextSibling) {
    if (node.name !== "Table") continue
    const { from, to } = node
    const isTouched = isWriting && state.selection.ranges.some(range => range.from <= to && range.to >= from)
    // A table that the parser has not read to its end may be cut in the middle of a line.
    if (state.facet(sourceOf).some(isWanted => isWanted(state, from, to))) continue
    if (isTouched || to !== state.doc.lineAt(to).to || from !== state.doc.lineAt(from).from) continue
    const widget = new TableWidget(state.sliceDoc(from, to))
    out.push(Decoration.replace({ widget, block: true }).range(from, to))
  }
  return Decoration.set(out)
}

/** Widgets that stand for whole lines come from a field: the editor must know their heights before it draws. */
const tables = StateField.define<{ tree: unknown; shown: DecorationSet }>({
  create: state => ({ tree: syntaxTree(state), shown: build(state) }),
  update(value, change) {
    const { state, startState } = change
    const tree = syntaxTree(state)
    if (state.field(frozen)) return { tree, shown: value.shown.map(change.changes) }
    const isStale =
      tree !== value.tree ||
      change.docChanged ||
      change.selection !== undefined ||
      state.field(focused) !== startState.field(focused, false) ||
      state.readOnly !== startState.readOnly ||
      startState.field(frozen, false)
    return isStale ? { tree, shown: build(state) } : value
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
