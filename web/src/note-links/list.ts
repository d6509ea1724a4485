/** The list behind `[[`: notes of the same classeur by their titles, of none those of this device, while the text keeps the focus. */
import "../styles/slash.css"
import { type EditorState, type Extension, Prec } from "@codemirror/state"
import { EditorView, keymap, type PluginValue, ViewPlugin, type ViewUpdate } from "@codemirror/view"
import { html, nothing, render } from "lit-html"
import { icon } from "../screen/icon.ts"
import { onPress, placeAt, stepped } from "../screen/popup.ts"
import { t } from "../words.ts"
import { linkTo } from "./addresses.ts"
import { type Answer, answered, close, type Query, query, select } from "./query.ts"

const DEBOUNCE_MS = 120
const LIST = "note-links"

const openIn = (state: EditorState): Query | undefined => state.field(query, false)

/** `note` is the path of this note. */
export function titlesList(note: string): Extension {
  return [
    query,
    Prec.highest(
      keymap.of([
        { key: "ArrowDown", run: step(1) },
        { key: "ArrowUp", run: step(-1) },
        { key: "Enter", run: pick },
        { key: "Tab", run: pick },
        { key: "Escape", run: shut },
      ]),
    ),
    EditorView.contentAttributes.compute([query], state => attributes(openIn(state))),
    ViewPlugin.define(view => new Drawn(view, `${note}/siblings?q=`), {
      eventObservers: {
        blur(_event, view) {
          queueMicrotask(() => shut(view))
        },
        scroll(_event, view) {
          this.place(view)
        },
      },
    }),
  ]
}

const step = (by: number) => (view: EditorView) => {
  const open = openIn(view.state)
  const count = open?.answer?.notes.length ?? 0
  if (!open || count === 0) return false
  view.dispatch({ effects: select.of(stepped(open.at, by, count)) })
  return true
}

const pick = (view: EditorView): boolean => choose(view, openIn(view.state)?.at ?? 0)

/** False where there is nothing to choose: the key does what it does in a text. */
function choose(view: EditorView, at: number): boolean {
  const open = openIn(view.state)
  const chosen = open?.answer?.notes[at]
  if (!open || !chosen) return false
  const { head } = view.state.selection.main
  const end = view.state.sliceDoc(head, head + 2) === "]]" ? head + 2 : head
  const insert = linkTo(chosen.title, chosen.url)
  view.dispatch({
    changes: { from: open.from, to: end, insert },
    selection: { anchor: open.from + insert.length },
    effects: close.of(null),
    userEvent: "input.complete",
    scrollIntoView: true,
  })
  view.focus()
  return true
}

function shut(view: EditorView): boolean {
  if (!openIn(view.state)) return false
  view.dispatch({ effects: close.of(null) })
  return true
}

/** The text keeps the focus; a screen reader is told which line is meant. */
function attributes(open: Query | undefined): Record<string, string> {
  if (!open) return {}
  const shown = { "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": LIST }
  return open.answer?.notes.length
    ? { ...shown, "aria-activedescendant": `${LIST}-${open.at}` }
    : { ...shown }
}

class Drawn implements PluginValue {
  readonly #list = document.createElement("ul")
  readonly #address: string
  #asked = new AbortController()
  #timer = 0

  constructor(view: EditorView, address: string) {
    this.#address = address
    Object.assign(this.#list, { id: LIST, className: "slash titles", popover: "manual", role: "listbox" })
    this.#list.tabIndex = 0
    this.#list.ariaLabel = t("blocks.note")
    onPress(this.#list, line => choose(view, [...this.#list.children].indexOf(line)))
    view.dom.after(this.#list)
  }

  update({ view, state, startState, geometryChanged }: ViewUpdate): void {
    const [open, before] = [openIn(state), openIn(startState)]
    if (open !== before) {
      if (open && (!before || open.text !== before.text)) this.#ask(view, open.text)
      if (!open) this.#stop()
      this.#draw(view, open)
    } else if (open && geometryChanged) this.place(view)
  }

  destroy(): void {
    this.#stop()
    this.#list.remove()
  }

  #stop(): void {
    clearTimeout(this.#timer)
    this.#asked.abort()
  }

  /** The last question alone is answered; what was found before stays until then. */
  #ask(view: EditorView, text: string): void {
    this.#stop()
    this.#asked = new AbortController()
    const { signal } = this.#asked
    this.#timer = window.setTimeout(async () => {
      const answer = await askFor(this.#address + encodeURIComponent(text), signal)
      if (!signal.aborted) view.dispatch({ effects: answered.of(answer) })
    }, DEBOUNCE_MS)
  }

  #draw(view: EditorView, open: Query | undefined): void {
    const isOpen = this.#list.matches(":popover-open")
    if (!open || open.answer === undefined) {
      if (isOpen) this.#list.hidePopover()
      return
    }
    render(linesOf(open), this.#list)
    if (!isOpen) this.#list.showPopover()
    this.place(view)
  }

  place(view: EditorView): void {
    const open = openIn(view.state)
    if (!open?.answer && open?.answer !== null) return
    view.requestMeasure({
      key: this,
      // Its letters may have gone meanwhile.
      read: () => (open.from <= view.state.doc.length ? view.coordsAtPos(open.from) : null),
      write: caret => {
        if (!caret) return
        placeAt(this.#list, caret, view.dom.closest(".doc") ?? view.dom)
        this.#list.children[open.at]?.scrollIntoView({ block: "nearest" })
      },
    })
  }
}

function linesOf({ answer, at, text }: Query) {
  if (!answer) return html`<li class="none" role="presentation">${t("noteLinks.offline")}</li>`
  const { notes, more, is_in } = answer
  if (notes.length === 0) {
    const none = is_in ? "noteLinks.none" : text.trim() ? "noteLinks.noneHere" : "noteLinks.loose"
    return html`<li class="none" role="presentation">${t(none)}</li>`
  }
  return html`${notes.map(
    ({ title }, n) =>
      html`<li role="option" id=${`${LIST}-${n}`} aria-selected=${n === at}>${icon("file-text")}<span>${title}</span></li>`,
  )}${footOf(more, is_in)}`
}

function footOf(more: number, isIn: boolean) {
  const said = [
    ...(more ? [t("noteLinks.more", { count: more })] : []),
    ...(isIn ? [] : [t("noteLinks.noAccess")]),
  ]
  if (said.length === 0) return nothing
  return html`<li class="none foot" role="presentation">${said.map(line => html`<p>${line}</p>`)}</li>`
}

async function askFor(address: string, signal: AbortSignal): Promise<Answer | null> {
  try {
    const answer = await fetch(address, { headers: { accept: "application/json" }, signal })
    return answer.ok ? ((await answer.json()) as Answer) : null
  } catch {
    return null
  }
}
