/** Says what a gesture has made of the place of the caret, where a screen reader stays silent. Loaded late. */
import type { Extension } from "@codemirror/state"
import { type EditorView, type PluginValue, ViewPlugin, type ViewUpdate } from "@codemirror/view"
import { ySyncAnnotation } from "y-codemirror.next"
import type { UndoManager } from "yjs"
import { store } from "../hands/stored.ts"
import { t } from "../words.ts"
import { type Format, formatsOf } from "../writing/formats.ts"
import { chosenIn } from "./chosen.ts"
import { type Place, placeOf, told } from "./place.ts"

/** In ms: what one gesture makes comes in several transactions, and is said at once. */
const TOGETHER_MS = 120
/** What these move to is read by the screen reader itself. */
const WALKS = /^(Arrow|Home|End|Page)/

class Changes implements PluginValue {
  readonly #said = document.createElement("div")
  readonly #undo: UndoManager
  readonly #undone = ({ type }: { type: "undo" | "redo" }) => {
    this.#say([t(type === "undo" ? "spoken.undone" : "spoken.redone")])
  }
  #place: Place
  #formats: ReadonlySet<Format>
  #words: readonly string[] = []
  #timer = 0
  #key = ""
  /** What is said of the block that is chosen. */
  #chosen = ""

  constructor(view: EditorView, undo: UndoManager) {
    this.#place = placeOf(view.state)
    this.#formats = formatsOf(view.state)
    // Not a `status`: Orca drops what that says within a tenth of a second of letters elsewhere.
    Object.assign(this.#said, { className: "vh", ariaLive: "polite" })
    view.dom.after(this.#said)
    this.#undo = undo
    undo.on("stack-item-popped", this.#undone)
  }

  pressed({ key }: { readonly key: string }): void {
    this.#tell()
    this.#key = key
  }

  update({ view, state, transactions, docChanged, selectionSet }: ViewUpdate): void {
    if (view.composing || transactions.length === 0) return
    const [place, formats] = [placeOf(state), formatsOf(state)]
    const isOwn = view.hasFocus && !transactions.some(one => one.annotation(ySyncAnnotation))
    const chosen = chosenIn(state)
    if (isOwn && chosen && chosen !== this.#chosen) this.#say([chosen])
    this.#chosen = chosen
    const isWalk = !docChanged && (WALKS.test(this.#key) || !selectionSet)
    const isPlace = docChanged || place.cell !== undefined || state.selection.main.empty
    if (isOwn && !isWalk && isPlace) this.#say(told(this.#place, place))
    // A walk keeps formats as well.
    const isFormat = transactions.some(
      one =>
        one.isUserEvent("input.format") || (!one.selection && one.effects.some(effect => effect.is(store))),
    )
    if (isOwn && isFormat) this.#say(toldOfFormats(this.#formats, formats))
    this.#place = place
    this.#formats = formats
  }

  destroy(): void {
    clearTimeout(this.#timer)
    this.#undo.off("stack-item-popped", this.#undone)
    this.#said.remove()
  }

  /** The same words again are said again: the region is empty in between. */
  #say(words: readonly string[]): void {
    if (words.length === 0) return
    this.#words = [...this.#words, ...words]
    this.#said.textContent = ""
    clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => this.#tell(), TOGETHER_MS)
  }

  #tell(): void {
    clearTimeout(this.#timer)
    if (this.#words.length > 0) this.#said.textContent = this.#words.join(", ")
    this.#words = []
  }
}

function toldOfFormats(before: ReadonlySet<Format>, after: ReadonlySet<Format>): string[] {
  const on = [...after].filter(one => !before.has(one))
  const off = [...before].filter(one => !after.has(one))
  const say = (one: Format, is: "on" | "off") =>
    one === "link" ? t(`spoken.link.${is}`) : t(`spoken.${is}`, { name: t(`toolbar.${one}`) })
  return [...on.map(one => say(one, "on")), ...off.map(one => say(one, "off"))]
}

export const changes = (undo: () => UndoManager): Extension =>
  ViewPlugin.define(view => new Changes(view, undo()), {
    eventObservers: {
      keydown(event) {
        this.pressed(event)
      },
      pointerdown() {
        this.pressed({ key: "Arrow" })
      },
    },
  })
