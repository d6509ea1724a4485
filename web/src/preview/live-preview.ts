/** Live preview: Markdown decorated as it will look. Frozen during a composition and while a pointer is pressed. */
import { syntaxTree } from "@codemirror/language"
import { Compartment, type Extension, Facet } from "@codemirror/state"
import { type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view"
import { remember, remembered } from "../screen/storage.ts"
import { faces } from "../text/faces.ts"
import { decorate } from "./decorations.ts"
import { carried, freeze, frozen } from "./frozen.ts"
import { picturePreview } from "./pictures.ts"
import { tablePreview } from "./tables.ts"
import { treeTo } from "./tree.ts"

/** After the pointer is up the browser still sets the selection: hold on a little. */
const SETTLE_MS = 80

class Preview {
  decorations: DecorationSet
  #tree: unknown
  #timer = 0
  #isPressed = false
  #pressedAt = 0
  #listening = new AbortController()

  readonly view: EditorView

  constructor(view: EditorView) {
    this.view = view
    this.decorations = this.#decorate()
    const { signal } = this.#listening
    const { contentDOM } = view
    contentDOM.addEventListener("pointerdown", this.#down, { signal, capture: true })
    // On a slow machine a key comes before the timer, and its letter belongs into what a click has opened.
    contentDOM.addEventListener("keydown", this.#thaw, { signal, capture: true })
    // A decoration over the composed text, such as a table, would break the editor.
    contentDOM.addEventListener("compositionstart", this.#freeze, { signal })
    contentDOM.addEventListener("compositionend", () => setTimeout(this.#thaw), { signal })
    addEventListener("pointerup", this.#up, { signal })
    addEventListener("pointercancel", this.#up, { signal })
  }

  update(update: ViewUpdate): void {
    const tree = syntaxTree(update.state)
    const isFrozen = update.state.field(frozen)
    const isStale =
      update.docChanged ||
      update.selectionSet ||
      update.viewportChanged ||
      update.focusChanged ||
      tree !== this.#tree ||
      isFrozen !== update.startState.field(frozen) ||
      update.startState.readOnly !== update.state.readOnly
    if (!isStale) return
    // Lines that are scrolled into sight meanwhile, as under a selection that is dragged, would show their signs.
    const isHeld =
      isFrozen && (update.docChanged || !update.viewportChanged || this.view.documentTop === this.#pressedAt)
    if (update.view.composing || isHeld) {
      this.decorations = carried(this.decorations, update)
      return
    }
    this.#tree = tree
    this.decorations = this.#decorate()
  }

  /** Lines that have just changed, or come into sight, would show their signs until they are parsed. */
  #decorate = () => decorate(this.view, treeTo(this.view.state, this.view.viewport.to))

  destroy(): void {
    clearTimeout(this.#timer)
    this.#listening.abort()
  }

  #freeze = () => this.view.dispatch({ effects: freeze.of(true) })

  #down = () => {
    clearTimeout(this.#timer)
    this.#isPressed = true
    this.#pressedAt = this.view.documentTop
    this.#freeze()
  }

  #up = () => {
    this.#isPressed = false
    this.#timer = window.setTimeout(this.#thaw, SETTLE_MS)
  }

  #thaw = () => {
    const { state, compositionStarted } = this.view
    const isHeld = this.#isPressed || compositionStarted
    if (!isHeld && state.field(frozen, false)) this.view.dispatch({ effects: freeze.of(false) })
  }
}

/** `note` is the path under which its pictures are; without it they stay text. `numbers` is the pattern of a cell that is one. */
export function livePreview(note = "", numbers = ""): Extension {
  const preview = ViewPlugin.fromClass(Preview, {
    decorations: plugin => plugin.decorations,
  })
  return [frozen, preview, tablePreview(numbers), picturePreview(note)]
}

/** The key of `localStorage` for "Afficher le Markdown": the marks stay in sight and nothing is drawn over them. */
const PLAIN_KEY = "pochette.plain"
const place = new Compartment()
const wanted = Facet.define<Extension>()

const isPlain = () => remembered(PLAIN_KEY) === "1"

/** The preview, or plain text where this browser is set to it. */
export const unlessPlain = (preview: Extension): Extension => [
  wanted.of(preview),
  place.of(isPlain() ? faces() : preview),
]

/** Wires the switch "Afficher le Markdown" of the menu; `view` is asked for at each change. */
export function wirePlain(box: HTMLInputElement, view: () => EditorView | undefined): void {
  box.checked = isPlain()
  box.addEventListener("change", () => {
    remember(PLAIN_KEY, box.checked ? "1" : "0")
    const shown = view()
    shown?.dispatch({ effects: place.reconfigure(isPlain() ? faces() : shown.state.facet(wanted)) })
  })
}
