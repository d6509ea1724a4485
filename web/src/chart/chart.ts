/** Block decorations: a chart is drawn as it prints, and below the table of its rows while the caret is in it. Part, loaded late. */
import "./chart.css"
import { syntaxTree } from "@codemirror/language"
import { type EditorState, type Extension, Prec, type Range, StateField } from "@codemirror/state"
import { Decoration, type DecorationSet, EditorView, keymap, WidgetType } from "@codemirror/view"
import type { Tree } from "@lezer/common"
import { type Block, blocksOf, type Kept } from "../preview/blocks.ts"
import { frozen } from "../preview/frozen.ts"
import { t } from "../words.ts"
import { composed } from "./composed.ts"
import { keep } from "./keep.ts"
import { enterRow, newRow, nextCell, previousCell } from "./keys.ts"
import { type Chart, readChart } from "./read.ts"
import { chartAt } from "./rows.ts"
import { type Drawing, drawn as shapesOf } from "./shapes.ts"
import { alongRows } from "./steps.ts"
import { paintRows } from "./table.ts"

const SVG = "http://www.w3.org/2000/svg"
/** Units of the width of a drawing, as in a note and in large print: on a narrow screen its letters are larger. */
const [USUAL, NARROW] = [386, 250]
const NARROW_SCREEN = "(max-width: 600px)"

class ChartWidget extends WidgetType {
  readonly source: string
  readonly chart: Chart
  /** Whether the rows stand above, with the title and the source: what is wrong in them is said here. */
  readonly isBelow: boolean

  constructor(source: string, chart: Chart, isBelow: boolean) {
    super()
    this.source = source
    this.chart = chart
    this.isBelow = isBelow
  }

  override eq(other: ChartWidget): boolean {
    return other.source === this.source && other.isBelow === this.isBelow
  }

  toDOM(): HTMLElement {
    const { title, bars, source } = this.chart
    const whole = element("div", `lp-chart ${this.isBelow ? "lp-below" : ""}`)
    whole.setAttribute("role", "img")
    whole.ariaLabel = [title, bars.map(({ label, written }) => `${label} ${written}`).join(", ")]
      .filter(said => said)
      .join(" : ")
    if (title && !this.isBelow) whole.append(element("strong", "", title))
    if (bars.length) whole.append(svgOf(shapesOf(bars, matchMedia(NARROW_SCREEN).matches ? NARROW : USUAL)))
    if (source && !this.isBelow) whole.append(element("p", "", source))
    for (const { label, written, isNumber } of this.isBelow ? bars : [])
      if (!isNumber && written)
        whole.append(element("p", "lp-wrong", t("chart.noNumber", { label, written })))
    return whole
  }

  override get estimatedHeight(): number {
    return 28 * this.chart.bars.length + 80
  }

  override ignoreEvent(): boolean {
    return false
  }
}

function svgOf({ width, height, shapes }: Drawing): SVGElement {
  const whole = document.createElementNS(SVG, "svg")
  whole.setAttribute("viewBox", `0 0 ${width} ${height}`)
  for (const { tag, attributes, words } of shapes) {
    const shape = whole.appendChild(document.createElementNS(SVG, tag))
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value)
    shape.textContent = words
  }
  return whole
}

function element(tag: string, name = "", text = ""): HTMLElement {
  const made = document.createElement(tag)
  made.className = name
  made.textContent = text
  return made
}

/** What each fence draws, alone and below its rows; null where it draws nothing, cached by tree. */
const drawings = new WeakMap<Tree, readonly [ChartWidget, ChartWidget] | null>()

function drawingOf(state: EditorState, { from, to, tree }: Kept): readonly [ChartWidget, ChartWidget] | null {
  const before = drawings.get(tree)
  if (before !== undefined) return before
  const source = state.sliceDoc(from, to)
  const chart = readChart(source)
  const drawn = (isBelow: boolean) => new ChartWidget(source, chart as Chart, isBelow)
  const drawing = chart ? ([drawn(false), drawn(true)] as const) : null
  drawings.set(tree, drawing)
  return drawing
}

function build(state: EditorState): DecorationSet {
  // "Afficher le Markdown" shows what is written.
  if (state.field(frozen, false) === undefined) return Decoration.none
  const out: Range<Decoration>[] = []
  for (const place of blocksOf(syntaxTree(state)).codes) {
    // A fence that the parser has not read to its end may be cut in the middle of a line.
    if (place.to !== state.doc.lineAt(place.to).to || !chartAt(state, place.from)) continue
    const [alone, below] = drawingOf(state, place) ?? []
    if (alone && !isTouched(state, place)) {
      out.push(Decoration.replace({ widget: alone, block: true }).range(place.from, place.to))
      continue
    }
    paintRows(state, place, out)
    if (below?.chart.bars.length)
      out.push(Decoration.widget({ widget: below, block: true, side: 1 }).range(place.to))
  }
  return Decoration.set(out, true)
}

/** A chart that is chosen whole stays drawn. */
const isTouched = ({ readOnly, selection }: EditorState, { from, to }: Block) =>
  !readOnly &&
  selection.ranges.some(
    range => range.from <= to && range.to >= from && (range.from > from || range.to < to || range.empty),
  )

/** A state field, as block decorations must be; frozen while a pointer is pressed. */
const drawn = StateField.define<DecorationSet>({
  create: build,
  update(shown, { state, changes, docChanged, selection, startState }) {
    if (state.field(frozen, false)) return shown.map(changes)
    const isOther =
      docChanged ||
      selection ||
      syntaxTree(state) !== syntaxTree(startState) ||
      state.field(frozen, false) !== startState.field(frozen, false) ||
      state.readOnly !== startState.readOnly
    return isOther ? build(state) : shown
  },
  // Around what else marks a part of a label, which is one box.
  provide: self => Prec.lowest(EditorView.decorations.from(self)),
})

/** Moves the caret into a chart that it would skip. */
function enter(isDown: boolean): (view: EditorView) => boolean {
  return view => {
    const { main, ranges } = view.state.selection
    if (!main.empty || ranges.length > 1) return false
    const next = view.moveVertically(main, isDown).head
    let edge: number | undefined
    view.state.field(drawn).between(Math.min(main.head, next), Math.max(main.head, next), (from, to) => {
      const isBetween = isDown ? main.head < from && next >= from : main.head > to && next <= to
      if (from < to && isBetween) edge = isDown ? Math.min(edge ?? from, from) : Math.max(edge ?? to, to)
    })
    if (edge === undefined) return false
    view.dispatch({ selection: { anchor: edge }, scrollIntoView: true, userEvent: "select" })
    return true
  }
}

/** Charts as they print, and their rows. */
export const charts: Extension = [
  drawn,
  keep,
  composed,
  Prec.high(
    keymap.of([
      { key: "Tab", run: nextCell, shift: previousCell },
      { key: "Enter", run: enterRow, shift: newRow },
      { key: "ArrowDown", run: view => alongRows(true)(view) || enter(true)(view) },
      { key: "ArrowUp", run: view => alongRows(false)(view) || enter(false)(view) },
    ]),
  ),
]
