/** Find and replace in the whole note: CodeMirror's search with a panel of ours; a part that is fetched ahead. */
import { closeSearchPanel, openSearchPanel, search, searchPanelOpen } from "@codemirror/search"
import { Prec, StateEffect } from "@codemirror/state"
import { EditorView, type KeyBinding, keymap, type Panel, type ViewUpdate } from "@codemirror/view"
import { html, nothing, render } from "lit-html"
import { chosen, found, lookFor } from "./find/found.ts"
import { type Match, replacementOf } from "./find/query.ts"
import { t } from "./words.ts"

/** Of a selection that is longer, nobody wants to find the like. */
const LONGEST = 100

function open(view: EditorView): boolean {
  const { state, dom } = view
  const { from, to } = state.selection.main
  const { asked } = state.field(found)
  const text = to - from <= LONGEST ? state.sliceDoc(from, to) : ""
  const isOther = text && !text.includes("\n") && !document.activeElement?.closest(".find")
  openSearchPanel(view)
  // In place of what the library would look for: the selection, with the signs of a regular expression in it.
  lookFor(view, isOther ? { ...asked, text, isPattern: false } : asked)
  dom.querySelector<HTMLInputElement>(".find input")?.select()
  return true
}

function close(view: EditorView): boolean {
  if (!closeSearchPanel(view)) return false
  view.focus()
  return true
}

function select(view: EditorView, { from, to }: Match): void {
  view.dispatch({
    selection: { anchor: from, head: to },
    effects: EditorView.scrollIntoView(from, { y: "center" }),
    userEvent: "select.search",
  })
}

/** Selects the match after the caret, or before it, and begins again at the end of the text. */
function step(view: EditorView, isBack = false): boolean {
  const { asked } = view.state.field(found)
  if (!searchPanelOpen(view.state) && open(view) && !asked.text) return true
  const { matches } = view.state.field(found)
  const { main } = view.state.selection
  const match = isBack
    ? (matches.findLast(({ to }) => to <= main.from) ?? matches.at(-1))
    : (matches.find(({ from }) => from >= main.to) ?? matches[0])
  if (match) select(view, match)
  return true
}

function replace(view: EditorView): void {
  const { state } = view
  const { asked, matches } = state.field(found)
  const match = matches[chosen(state, matches) - 1]
  if (match && !state.readOnly) {
    const { from, to } = match
    const insert = replacementOf(asked, match)
    const anchor = from + insert.length
    view.dispatch({ changes: { from, to, insert }, selection: { anchor }, userEvent: "input.format" })
  }
  step(view)
}

/** How many matches there were. */
function replaceAll(view: EditorView): number {
  const { asked, matches } = view.state.field(found)
  if (matches.length === 0 || view.state.readOnly) return 0
  const changes = matches.map(match => ({
    from: match.from,
    to: match.to,
    insert: replacementOf(asked, match),
  }))
  view.dispatch({ changes, userEvent: "input.format" })
  return matches.length
}

class SearchPanel implements Panel {
  readonly dom = document.createElement("form")
  readonly top = true
  readonly #view: EditorView
  /** What was replaced last, until something else is looked for. */
  #told = ""

  constructor(view: EditorView) {
    this.#view = view
    this.dom.className = "find"
    this.dom.setAttribute("role", "search")
    this.dom.setAttribute("aria-label", t("editor.find"))
    this.dom.addEventListener("input", () => this.#ask())
    this.dom.addEventListener("keydown", event => this.#key(event))
    this.dom.addEventListener("submit", event => event.preventDefault())
    this.#draw()
  }

  update({ state, startState, selectionSet, docChanged }: ViewUpdate): void {
    const isOther = state.field(found).query !== startState.field(found).query
    if (isOther) this.#told = ""
    if (isOther || selectionSet || docChanged || state.readOnly !== startState.readOnly) this.#draw()
  }

  /** Takes what the form says. */
  #ask(): void {
    const said = new FormData(this.dom)
    lookFor(this.#view, {
      text: String(said.get("text") ?? ""),
      replacement: String(said.get("replacement") ?? ""),
      isExact: said.has("exact"),
      isWord: said.has("word"),
      isPattern: said.has("pattern"),
    })
  }

  #replaceAll(): void {
    const count = replaceAll(this.#view)
    if (count === 0) return
    this.#told = t("search.replaced", { count })
    this.#draw()
  }

  #key(event: KeyboardEvent): void {
    const isStep = event.key === "F3" || ((event.ctrlKey || event.metaKey) && event.key === "g")
    if (event.key === "Escape") close(this.#view)
    else if (isStep) step(this.#view, event.shiftKey)
    else if (event.key !== "Enter" || event.isComposing || !(event.target instanceof HTMLInputElement)) return
    else if (event.target.name === "replacement") replace(this.#view)
    else step(this.#view, event.shiftKey)
    event.preventDefault()
  }

  #draw(): void {
    const view = this.#view
    const { asked, query, matches } = view.state.field(found)
    const { text, replacement, isExact, isWord, isPattern } = asked
    const at = chosen(view.state, matches)
    const count = matches.length
    const told = at > 0 ? t("search.at", { at, count }) : t(count ? "search.found" : "search.none", { count })
    const field = (name: string, label: string, value: string, isWrong = false) =>
      html`<input class="input" name=${name} aria-label=${label} placeholder=${label} .value=${value} aria-invalid=${isWrong} autocomplete="off" spellcheck="false">`
    const box = (name: string, label: string, isOn: boolean) =>
      html`<label class="check"><input type="checkbox" name=${name} .checked=${isOn}>${label}</label>`
    const button = (label: string, act: () => unknown) =>
      html`<button type="button" class="btn" @click=${act}>${label}</button>`
    render(
      html`<p>${field("text", t("search.find"), text, Boolean(text) && !query.valid)}${button(t("search.previous"), () => step(view, true))}${button(t("search.next"), () => step(view))}</p>
        <p>${box("exact", t("search.matchCase"), isExact)}${box("word", t("search.byWord"), isWord)}${box("pattern", t("search.regexp"), isPattern)}<output role="status">${this.#told || (text ? told : "")}</output></p>
        ${view.state.readOnly ? nothing : html`<p>${field("replacement", t("search.replace"), replacement)}${button(t("search.replaceOne"), () => replace(view))}${button(t("search.replaceAll"), () => this.#replaceAll())}</p>`}
        <button type="button" class="x" aria-label=${t("search.close")} @click=${() => close(view)}>×</button>`,
      this.dom,
    )
  }
}

const KEYS: readonly KeyBinding[] = [
  { key: "Mod-f", run: open },
  { key: "F3", run: view => step(view), shift: view => step(view, true), preventDefault: true },
  { key: "Mod-g", run: view => step(view), shift: view => step(view, true), preventDefault: true },
  { key: "Escape", run: close },
]

/** Gives the view its search and the keys of it, once. */
export function addSearch(view: EditorView): void {
  if (view.state.field(found, false)) return
  const panel = search({ top: true, createPanel: view => new SearchPanel(view) })
  view.dispatch({ effects: StateEffect.appendConfig.of([found, panel, Prec.high(keymap.of(KEYS))]) })
}

export function find(view: EditorView): void {
  addSearch(view)
  open(view)
}
