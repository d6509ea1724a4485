/** Names behind an `@` in the text of the note: offered as they are typed, and set apart where they stand. Part. */
import "../styles/slash.css"
import { syntaxTree } from "@codemirror/language"
import {
  type EditorState,
  type Extension,
  Facet,
  Prec,
  StateEffect,
  StateField,
  type Transaction,
} from "@codemirror/state"
import {
  Decoration,
  type DecorationSet,
  EditorView,
  keymap,
  type PluginValue,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view"
import { html, render } from "lit-html"
import { onPress, placeAt, stepped } from "../screen/popup.ts"
import { t } from "../words.ts"
import { offered, pieces, wishAt } from "./names.ts"

type Names = () => readonly string[]

interface Offer {
  /** Position of the `@`. */
  readonly from: number
  readonly names: readonly string[]
  readonly at: number
}

/** In these an `@` is a letter. */
const NOT_IN = /^(?:FencedCode|CodeBlock|InlineCode|Link|URL|Autolink|Image)$/
/** More than a line of a table or a paragraph has behind its last `@`. */
const MOST = 50
const PLACES = "cited-in-text"

const choose = StateEffect.define<number>()
const dismiss = StateEffect.define<null>()
const named = StateEffect.define<null>()
const mark = Decoration.mark({ class: "cited" })

const isHere = Facet.define<boolean, boolean>({ combine: all => all.includes(true) })
let last = ""

/** Offers the names, and draws those in the text anew when others are known. */
export function offerInText(view: EditorView, names: Names, me: () => string | null): void {
  const known = names().toSorted().join()
  if (!view.state.facet(isHere))
    view.dispatch({ effects: StateEffect.appendConfig.of([isHere.of(true), namesInText(names, me)]) })
  else if (known !== last) view.dispatch({ effects: named.of(null) })
  last = known
}

function namesInText(names: Names, me: () => string | null): Extension {
  const others = () => names().filter(name => name !== me())
  const offers = StateField.define<Offer | undefined>({
    create: () => undefined,
    update: (value, change) => offerIn(value, change, others),
    provide: self =>
      EditorView.contentAttributes.from(self, offer =>
        offer
          ? {
              "aria-haspopup": "listbox",
              "aria-controls": PLACES,
              "aria-activedescendant": `cited-${offer.at}`,
            }
          : {},
      ),
  })
  const take = (view: EditorView, at?: number): boolean => {
    const offer = view.state.field(offers)
    const name = offer?.names[at ?? offer.at]
    if (!offer || name === undefined) return false
    const { head } = view.state.selection.main
    const gap = /^[^\S\n]/.test(view.state.sliceDoc(head, head + 1)) ? "" : " "
    const insert = `@${name}${gap}`
    view.dispatch({
      changes: { from: offer.from, to: head, insert },
      selection: { anchor: offer.from + insert.length },
      effects: dismiss.of(null),
      userEvent: "input.complete",
    })
    return true
  }
  const step = (by: number) => (view: EditorView) => {
    const offer = view.state.field(offers)
    if (offer) view.dispatch({ effects: choose.of(stepped(offer.at, by, offer.names.length)) })
    return offer !== undefined
  }
  const leave = (view: EditorView) => {
    if (!view.state.field(offers)) return false
    view.dispatch({ effects: dismiss.of(null) })
    return true
  }
  const keys = [
    { key: "ArrowDown", run: step(1) },
    { key: "ArrowUp", run: step(-1) },
    { key: "Enter", run: (view: EditorView) => take(view) },
    { key: "Tab", run: (view: EditorView) => take(view) },
    { key: "Escape", run: leave },
  ]
  const list = ViewPlugin.define(view => new List(view, offers, at => take(view, at)), {
    eventObservers: { blur: (_event, view) => queueMicrotask(() => leave(view)) },
  })
  return [offers, Prec.highest(keymap.of(keys)), list, cited(names)]
}

function offerIn(value: Offer | undefined, change: Transaction, names: Names): Offer | undefined {
  const { effects, state } = change
  if (effects.some(effect => effect.is(dismiss))) return undefined
  const chosen = effects.find(effect => effect.is(choose))
  if (value && chosen) return { ...value, at: chosen.value }
  const isTyped = change.isUserEvent("input.type") || change.isUserEvent("delete.backward")
  if (!isTyped) return change.docChanged || change.selection ? undefined : value
  const { main } = state.selection
  if (!main.empty || state.readOnly) return undefined
  const before = state.sliceDoc(Math.max(state.doc.lineAt(main.head).from, main.head - MOST), main.head)
  const wish = wishAt(before)
  const from = main.head - before.length + (wish?.from ?? 0)
  // An `@` that was dismissed stays so; one that is typed begins.
  const isBegun = value?.from === from || before.endsWith("@")
  const found = wish && isBegun && !isCode(state, from) ? offered(names(), wish.query) : []
  return found.length > 0 ? { from, names: found, at: 0 } : undefined
}

function isCode(state: EditorState, at: number): boolean {
  for (let node = syntaxTree(state).resolveInner(at, 1); node.parent; node = node.parent)
    if (NOT_IN.test(node.name)) return true
  return false
}

class List implements PluginValue {
  readonly #list: HTMLElement
  readonly #offers: StateField<Offer | undefined>

  constructor(view: EditorView, offers: StateField<Offer | undefined>, take: (at: number) => unknown) {
    this.#offers = offers
    this.#list = document.createElement("ul")
    Object.assign(this.#list, {
      id: PLACES,
      className: "slash",
      popover: "manual",
      role: "listbox",
      tabIndex: 0,
    })
    this.#list.ariaLabel = t("comments.people")
    onPress(this.#list, line => take([...this.#list.children].indexOf(line)))
    view.dom.after(this.#list)
  }

  update({ view, state, startState, geometryChanged }: ViewUpdate): void {
    const offer = state.field(this.#offers)
    if (offer === startState.field(this.#offers, false) && !geometryChanged) return
    if (!offer) {
      if (this.#list.matches(":popover-open")) this.#list.hidePopover()
      return
    }
    render(
      offer.names.map(
        (name, n) =>
          html`<li role="option" id=${`cited-${n}`} aria-selected=${n === offer.at}><span>${name}</span></li>`,
      ),
      this.#list,
    )
    this.#list.showPopover()
    view.requestMeasure({
      key: this,
      read: () => view.coordsAtPos(Math.min(offer.from, view.state.doc.length)),
      write: caret => {
        if (caret) placeAt(this.#list, caret, view.dom.closest(".doc") ?? view.dom)
        this.#list.children[offer.at]?.scrollIntoView({ block: "nearest" })
      },
    })
  }

  destroy(): void {
    this.#list.remove()
  }
}

/** The names that are known stand out, near the screen. */
const cited = (names: Names): Extension =>
  ViewPlugin.fromClass(
    class {
      marks: DecorationSet

      constructor(view: EditorView) {
        this.marks = marksOf(view, names())
      }

      update({ view, docChanged, viewportChanged, transactions }: ViewUpdate): void {
        const isRenamed = transactions.some(({ effects }) => effects.some(effect => effect.is(named)))
        if (docChanged || viewportChanged || isRenamed) this.marks = marksOf(view, names())
      }
    },
    { decorations: ({ marks }) => marks },
  )

function marksOf({ state, visibleRanges }: EditorView, names: readonly string[]): DecorationSet {
  const known = new Set(names)
  const found = visibleRanges.flatMap(({ from, to }) => {
    let at = from
    return pieces(state.sliceDoc(from, to), names).flatMap((piece, n) => {
      const start = at
      at += piece.length
      return n % 2 && known.has(piece.slice(1)) ? [mark.range(start, at)] : []
    })
  })
  return Decoration.set(found)
}
