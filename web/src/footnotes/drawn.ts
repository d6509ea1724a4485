/** Decorations of footnotes: calls and notes show their numbers by place, whole for carets. */
import { syntaxTree } from "@codemirror/language"
import { type Extension, Prec, type Range } from "@codemirror/state"
import {
  Decoration,
  type DecorationSet,
  EditorView,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from "@codemirror/view"
import { carried, frozen } from "../preview/frozen.ts"
import { t } from "../words.ts"
import { follow, goBack, moving } from "./moving.ts"
import { footnotesOf } from "./numbers.ts"

/** A number, or an arrow, that leads to the other end of a footnote when it is pressed. */
class Lead extends WidgetType {
  readonly kind: "call" | "note" | "back"
  readonly label: string
  readonly number: number | undefined

  constructor(kind: Lead["kind"], label: string, number: number | undefined) {
    super()
    this.kind = kind
    this.label = label
    this.number = number
  }

  override eq(other: Lead): boolean {
    return other.kind === this.kind && other.label === this.label && other.number === this.number
  }

  toDOM(): HTMLElement {
    const lead = document.createElement("span")
    const { number } = this
    const name = t(this.kind === "call" ? "footnote.call" : "footnote.back", { number: number ?? "–" })
    lead.className = `lp-footnote-${this.kind}`
    lead.textContent = this.kind === "back" ? "↩" : String(number ?? "–")
    lead.title = name
    lead.dataset.label = this.label
    // The arrow says the same as the number before the words.
    if (number !== undefined && this.kind !== "note") {
      lead.setAttribute("role", "link")
      lead.setAttribute("aria-label", name)
    }
    return lead
  }

  /** A press on it is one on the text, which knows where it leads. */
  override ignoreEvent(): boolean {
    return false
  }
}

const leadOf = ({ target }: Event) => (target as Element).closest<HTMLElement>("[class^=lp-footnote-]")

function go(view: EditorView, lead: HTMLElement): void {
  const label = lead.dataset.label ?? ""
  if (lead.classList.contains("lp-footnote-call")) follow(view, label, view.posAtDOM(lead) + label.length + 3)
  else goBack(view, label)
}

const noteLine = Decoration.line({ class: "lp-footnote" })

class Drawn {
  decorations: DecorationSet = Decoration.none
  /** What no caret enters. */
  whole: DecorationSet = Decoration.none

  constructor(view: EditorView) {
    this.#draw(view)
  }

  update(update: ViewUpdate): void {
    const { view, state, startState, docChanged, viewportChanged } = update
    const isFrozen = state.field(frozen, false)
    const isThawed = isFrozen !== startState.field(frozen, false)
    const isStale = docChanged || viewportChanged || isThawed || syntaxTree(state) !== syntaxTree(startState)
    if (isStale && !view.composing && !isFrozen) this.#draw(view)
    else {
      this.decorations = carried(this.decorations, update)
      this.whole = carried(this.whole, update)
    }
  }

  #draw({ state, visibleRanges }: EditorView): void {
    const found: Range<Decoration>[] = []
    const whole: Range<Decoration>[] = []
    // "Texte simple" shows the signs.
    const isPlain = state.field(frozen, false) === undefined
    const { calls, notes } = footnotesOf(state.doc)
    const [first, last] = [visibleRanges[0]?.from ?? 0, visibleRanges.at(-1)?.to ?? 0]
    const put = (from: number, to: number, widget: Lead) => {
      found.push(Decoration.replace({ widget }).range(from, to))
      whole.push(Decoration.mark({}).range(from, to))
    }
    for (const { from, to, label, number } of isPlain ? [] : calls)
      if (number !== undefined && to >= first && from <= last && label)
        put(from, to, new Lead("call", label, number))
    for (const { from, start, to, label, number } of isPlain ? [] : notes) {
      if (to < first || from > last) continue
      put(from, start, new Lead("note", label, number))
      if (number !== undefined)
        found.push(Decoration.widget({ widget: new Lead("back", label, number), side: 1 }).range(to))
      for (let at = from; at <= to; at = state.doc.lineAt(at).to + 1)
        found.push(noteLine.range(state.doc.lineAt(at).from))
    }
    this.decorations = Decoration.set(found, true)
    this.whole = Decoration.set(whole, true)
  }
}

const drawn = ViewPlugin.fromClass(Drawn, {
  decorations: plugin => plugin.decorations,
  // Not at each number: screen readers call what listens to a press by itself clickable.
  eventHandlers: {
    /** The text keeps its focus, and a phone its keyboard. */
    mousedown(event) {
      if (!leadOf(event)) return false
      event.preventDefault()
      return true
    },
    click(event, view) {
      const lead = leadOf(event)
      if (lead) go(view, lead)
      return lead !== null
    },
  },
  provide: self => EditorView.atomicRanges.of(view => view.plugin(self)?.whole ?? Decoration.none),
})

/** Numbers with their ways, before the preview, which hides the signs of a call one by one. */
export const numbered: Extension = [moving, Prec.high(drawn)]
