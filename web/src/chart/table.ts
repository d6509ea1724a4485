/** Decorations of the rows of a chart while one writes: a table of two columns, whose parting sign is hidden. */
import type { EditorState, Range } from "@codemirror/state"
import { Decoration, WidgetType } from "@codemirror/view"
import type { Block } from "../preview/blocks.ts"
import { FENCE } from "../preview/fences.ts"
import { t } from "../words.ts"
import { type Row, rowsOf } from "./rows.ts"

const line = (name: string, more: Record<string, string> = {}) =>
  Decoration.line({ class: `lp-field ${name}`, attributes: more })
const bar = line("lp-bar")
const words = line("lp-said")
const end = line("lp-ends", { "aria-hidden": "true" })
/** Around the hidden sign too. */
const label = Decoration.mark({ class: "lp-label" })
const value = Decoration.mark({ class: "lp-value", inclusive: true })
const hidden = Decoration.replace({})

/** What an empty cell asks for. */
class Placeholder extends WidgetType {
  readonly said: string
  readonly as: string

  constructor(said: string, as: string) {
    super()
    this.said = said
    this.as = as
  }

  override eq(other: Placeholder): boolean {
    return other.said === this.said && other.as === this.as
  }

  toDOM(): HTMLElement {
    const asked = document.createElement("span")
    asked.className = `lp-ask ${this.as}`
    asked.textContent = this.said
    return asked
  }

  override ignoreEvent(): boolean {
    return false
  }
}

export function paintRows(state: EditorState, chart: Block, out: Range<Decoration>[]): void {
  const { doc } = state
  const [first, last] = [doc.lineAt(chart.from), doc.lineAt(chart.to)]
  const isTitled = first.text.replace(FENCE, "").trim() !== ""
  out.push(line("lp-named", isTitled ? {} : { "data-label": t("blocks.chartTitle") }).range(first.from))
  const rows = rowsOf(state, chart)
  for (const one of rows) paintRow(one, out)
  if (last.from !== rows.at(-1)?.from && last.from !== first.from) out.push(end.range(last.from))
}

function paintRow({ from, to, cut }: Row, out: Range<Decoration>[]): void {
  out.push((cut === undefined ? words : bar).range(from))
  if (cut === undefined) return
  if (cut > from) out.push(label.range(from, cut + 1), hidden.range(cut, cut + 1))
  else {
    // In place of the sign, as wide as the label that is asked for.
    const widget = new Placeholder(t("chart.label"), "lp-label")
    out.push(Decoration.replace({ widget }).range(cut, cut + 1))
  }
  if (to > cut + 1) out.push(value.range(cut + 1, to))
  else out.push(Decoration.widget({ widget: new Placeholder(t("chart.value"), ""), side: 1 }).range(to))
}
