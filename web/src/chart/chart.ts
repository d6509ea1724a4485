/** Block decorations: a chart is drawn as it prints, and below its source while the caret is in it. Part, loaded late. */
import "./chart.css"
import { syntaxTree } from "@codemirror/language"
import { type EditorState, type Extension, Prec, type Range, StateField } from "@codemirror/state"
import { Decoration, type DecorationSet, EditorView, keymap, WidgetType } from "@codemirror/view"
import type { Tree } from "@lezer/common"
import { type Block, blocksOf, type Kept } from "../preview/blocks.ts"
import { frozen } from "../preview/frozen.ts"
import { type Chart, readChart } from "./read.ts"

/** Bars of plans and forecasts are drawn lighter. */
const PLANNED =
  /(?<!\p{L})(cible|objectif|pr[ée]vision|projection|estimation|target|forecast|planned)(?!\p{L})/iu

class ChartWidget extends WidgetType {
  readonly source: string
  readonly chart: Chart

  constructor(source: string, chart: Chart) {
    super()
    this.source = source
    this.chart = chart
  }

  override eq(other: ChartWidget): boolean {
    return other.source === this.source
  }

  toDOM(): HTMLElement {
    const { title, bars, source } = this.chart
    const most = Math.max(...bars.map(({ value }) => value)) || 1
    const whole = element("div", "lp-chart")
    whole.setAttribute("role", "img")
    whole.ariaLabel = [title, bars.map(({ label, written }) => `${label} ${written}`).join(", ")]
      .filter(said => said)
      .join(" : ")
    if (title) whole.append(element("strong", "", title))
    const grid = whole.appendChild(element("div"))
    for (const { label, value, written, isNumber } of bars) {
      const room = element("span")
      if (isNumber) {
        const bar = element("i", PLANNED.test(label) ? "planned" : "")
        bar.style.width = `${(100 * value) / most}%`
        room.append(bar)
      }
      room.append(element("b", "", written))
      grid.append(element("span", "", label), room)
    }
    if (source) whole.append(element("p", "", source))
    return whole
  }

  override get estimatedHeight(): number {
    return 28 * this.chart.bars.length + 80
  }

  override ignoreEvent(): boolean {
    return false
  }
}

function element(tag: string, name = "", text = ""): HTMLElement {
  const made = document.createElement(tag)
  made.className = name
  made.textContent = text
  return made
}

/** The widget of each fence, or null where it is no chart, cached by tree. */
const drawings = new WeakMap<Tree, ChartWidget | null>()

function drawingOf(state: EditorState, { from, to, tree }: Kept): ChartWidget | null {
  const before = drawings.get(tree)
  if (before !== undefined) return before
  const source = state.sliceDoc(from, to)
  const chart = readChart(source)
  const drawing = chart ? new ChartWidget(source, chart) : null
  drawings.set(tree, drawing)
  return drawing
}

function build(state: EditorState): DecorationSet {
  // "Afficher le Markdown" shows what is written.
  if (state.field(frozen, false) === undefined) return Decoration.none
  const out: Range<Decoration>[] = []
  for (const place of blocksOf(syntaxTree(state)).codes) {
    const widget = drawingOf(state, place)
    // A fence that the parser has not read to its end may be cut in the middle of a line.
    if (!widget || place.to !== state.doc.lineAt(place.to).to) continue
    if (isTouched(state, place)) out.push(Decoration.widget({ widget, block: true, side: 1 }).range(place.to))
    else out.push(Decoration.replace({ widget, block: true }).range(place.from, place.to))
  }
  return Decoration.set(out)
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
  provide: self => EditorView.decorations.from(self),
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

/** Charts as they print. */
export const charts: Extension = [
  drawn,
  Prec.high(
    keymap.of([
      { key: "ArrowDown", run: enter(true) },
      { key: "ArrowUp", run: enter(false) },
    ]),
  ),
]
