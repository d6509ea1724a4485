/** Draws remote carets and selections in layers beside the text, never in its DOM. */
import { EditorSelection, type Extension } from "@codemirror/state"
import { type EditorView, type LayerMarker, layer, RectangleMarker } from "@codemirror/view"
import { type Caret, carets } from "./presence.ts"

/** About as wide as the name of a person is. */
const NAME_PX = 90

class CaretMarker implements LayerMarker {
  readonly caret: Caret
  readonly name: string
  readonly place: RectangleMarker

  /** So near the right edge that the name stands before it. */
  readonly isAtEdge: boolean

  constructor(caret: Caret, name: string, place: RectangleMarker, isAtEdge: boolean) {
    this.caret = caret
    this.name = name
    this.place = place
    this.isAtEdge = isAtEdge
  }

  eq(other: CaretMarker): boolean {
    return this.#isSameMove(other) && this.place.eq(other.place)
  }

  draw(): HTMLElement {
    const mark = document.createElement("div")
    // A new element starts its animation again: the name shows for two seconds after each move.
    mark.className = `remote-caret c${this.caret.colour}`
    const label = mark.appendChild(document.createElement("span"))
    label.textContent = this.name
    this.#put(mark)
    return mark
  }

  update(mark: HTMLElement, before: CaretMarker): boolean {
    if (!this.#isSameMove(before)) return false
    this.#put(mark)
    return true
  }

  #isSameMove({ caret, name }: CaretMarker): boolean {
    return caret.client === this.caret.client && caret.movedAt === this.caret.movedAt && name === this.name
  }

  #put(mark: HTMLElement): void {
    mark.classList.toggle("edge", this.isAtEdge)
    mark.style.left = `${this.place.left}px`
    mark.style.top = `${this.place.top}px`
    mark.style.height = `${this.place.height}px`
  }
}

function isVisible(view: EditorView, caret: Caret): boolean {
  const { from, to } = view.viewport
  return caret.head >= from && caret.head <= to
}

/** `anonymous` is the label of people without a name. */
export function remoteCarets(anonymous: string): Extension {
  const update = (changed: {
    docChanged: boolean
    geometryChanged: boolean
    viewportChanged: boolean
    transactions: readonly { effects: readonly unknown[] }[]
  }) =>
    changed.docChanged ||
    changed.geometryChanged ||
    changed.viewportChanged ||
    changed.transactions.some(transaction => transaction.effects.length > 0)
  return [
    layer({
      above: true,
      class: "remote-carets",
      update,
      markers: view =>
        view.state
          .field(carets)
          .filter(caret => isVisible(view, caret))
          .flatMap(caret => {
            const at = EditorSelection.cursor(Math.min(caret.head, view.state.doc.length))
            const [place] = RectangleMarker.forRange(view, "", at)
            if (!place) return []
            const isAtEdge = place.left > view.contentDOM.clientWidth - NAME_PX
            return [new CaretMarker(caret, caret.name ?? anonymous, place, isAtEdge)]
          }),
    }),
    layer({
      above: false,
      class: "remote-ranges",
      update,
      markers: view =>
        view.state
          .field(carets)
          .filter(caret => caret.anchor !== caret.head)
          .flatMap(({ anchor, head, colour }) => {
            const end = view.state.doc.length
            const range = EditorSelection.range(Math.min(anchor, end), Math.min(head, end))
            return RectangleMarker.forRange(view, `remote-range s${colour}`, range)
          }),
    }),
  ]
}
