/** Find and replace in the whole note: CodeMirror's search with a panel of ours. */
import { closeSearchPanel, openSearchPanel, search, searchPanelOpen } from "@codemirror/search"
import { Prec, StateEffect } from "@codemirror/state"
import { EditorView, type KeyBinding, keymap, type Panel, type ViewUpdate } from "@codemirror/view"
import { html, nothing, render } from "lit-html"
import { t } from "../words.ts"
import { expandReplacement, type Match } from "./query.ts"
import { searchState, selectedMatch, setSearch } from "./state.ts"

/** A longer selection is not taken as the text to search. */
const MAX_SELECTION = 100

/** The field to go on with: with words to look for and a text that may be changed, that of their replacement. */
function open(view: EditorView, isReplacing = false): boolean {
  const { state, dom } = view
  const { from, to } = state.selection.main
  const { input } = state.field(searchState)
  const text = to - from <= MAX_SELECTION ? state.sliceDoc(from, to) : ""
  const isOther = text && !text.includes("\n") && !document.activeElement?.closest(".find")
  openSearchPanel(view)
  // The library would take the selection as a regular expression.
  setSearch(view, isOther ? { ...input, text, isPattern: false } : input)
  const name =
    isReplacing && !state.readOnly && view.state.field(searchState).input.text ? "replacement" : "text"
  dom.querySelector<HTMLInputElement>(`.find [name=${name}]`)?.select()
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
  const { input } = view.state.field(searchState)
  if (!searchPanelOpen(view.state) && open(view) && !input.text) return true
  const { matches } = view.state.field(searchState)
  const { main } = view.state.selection
  const match = isBack
    ? (matches.findLast(({ to }) => to <= main.from) ?? matches.at(-1))
    : (matches.find(({ from }) => from >= main.to) ?? matches[0])
  if (match) select(view, match)
  return true
}

function replace(view: EditorView): void {
  const { state } = view
  const { input, matches } = state.field(searchState)
  const match = matches[selectedMatch(state, matches) - 1]
  if (match && !state.readOnly) {
    const { from, to } = match
    const insert = expandReplacement(input, match)
    const anchor = from + insert.length
    view.dispatch({ changes: { from, to, insert }, selection: { anchor }, userEvent: "input.format" })
  }
  step(view)
}

/** Replaces every match and returns their count. */
function replaceAll(view: EditorView): number {
  const { input, matches } = view.state.field(searchState)
  if (matches.length === 0 || view.state.readOnly) return 0
  const changes = matches.map(match => ({
    from: match.from,
    to: match.to,
    insert: expandReplacement(input, match),
  }))
  view.dispatch({ changes, userEvent: "input.format" })
  return matches.length
}

class SearchPanel implements Panel {
  readonly dom = document.createElement("form")
  readonly top = true
  readonly #view: EditorView
  /** Result of the last replacement, until the query changes. */
  #status = ""

  constructor(view: EditorView) {
    this.#view = view
    this.dom.className = "find"
    this.dom.setAttribute("role", "search")
    this.dom.setAttribute("aria-label", t("editor.find"))
    this.dom.addEventListener("input", () => this.#readForm())
    this.dom.addEventListener("keydown", event => this.#onKey(event))
    this.dom.addEventListener("submit", event => event.preventDefault())
    this.#render()
  }

  update({ state, startState, selectionSet, docChanged }: ViewUpdate): void {
    const isOther = state.field(searchState).query !== startState.field(searchState).query
    if (isOther) this.#status = ""
    if (isOther || selectionSet || docChanged || state.readOnly !== startState.readOnly) this.#render()
  }

  /** Reads the form into the search state, and shows the first match from the caret on as it is typed. */
  #readForm(): void {
    const form = new FormData(this.dom)
    const before = this.#view.state.field(searchState).query
    setSearch(this.#view, {
      text: String(form.get("text") ?? ""),
      replacement: String(form.get("replacement") ?? ""),
      isExact: form.has("exact"),
      isWord: form.has("word"),
      isPattern: form.has("pattern"),
    })
    const { query, matches } = this.#view.state.field(searchState)
    const { from } = this.#view.state.selection.main
    const match = matches.find(one => one.from >= from) ?? matches[0]
    if (match && !query.eq(before)) select(this.#view, match)
  }

  #replaceAll(): void {
    const count = replaceAll(this.#view)
    if (count === 0) return
    this.#status = t("search.replaced", { count })
    this.#render()
  }

  #onKey(event: KeyboardEvent): void {
    const isStep = event.key === "F3" || ((event.ctrlKey || event.metaKey) && event.key === "g")
    if (event.key === "Escape") close(this.#view)
    else if (isStep) step(this.#view, event.shiftKey)
    else if (event.key !== "Enter" || event.isComposing || !(event.target instanceof HTMLInputElement)) return
    else if (event.target.name === "replacement") replace(this.#view)
    else step(this.#view, event.shiftKey)
    event.preventDefault()
  }

  #render(): void {
    const view = this.#view
    const { input, query, matches } = view.state.field(searchState)
    const { text, replacement, isExact, isWord, isPattern } = input
    const at = selectedMatch(view.state, matches)
    const count = matches.length
    const status =
      at > 0 ? t("search.at", { at, count }) : t(count ? "search.found" : "search.none", { count })
    const field = (name: string, label: string, value: string, isWrong = false) =>
      html`<input class="input" name=${name} aria-label=${label} placeholder=${label} .value=${value} aria-invalid=${isWrong} autocomplete="off" spellcheck="false">`
    const box = (name: string, label: string, isOn: boolean) =>
      html`<label class="check"><input type="checkbox" name=${name} .checked=${isOn}>${label}</label>`
    const button = (label: string, act: () => unknown) =>
      html`<button type="button" class="btn" @click=${act}>${label}</button>`
    render(
      html`<p>${field("text", t("search.find"), text, Boolean(text) && !query.valid)}<output role="status">${this.#status || (text ? status : "")}</output>${button(t("search.previous"), () => step(view, true))}${button(t("search.next"), () => step(view))}</p>
        <p>${box("exact", t("search.matchCase"), isExact)}${box("word", t("search.byWord"), isWord)}${box("pattern", t("search.regexp"), isPattern)}</p>
        ${view.state.readOnly ? nothing : html`<p>${field("replacement", t("search.replace"), replacement)}${button(t("search.replaceOne"), () => replace(view))}${button(t("search.replaceAll"), () => this.#replaceAll())}</p>`}
        <button type="button" class="x" aria-label=${t("search.close")} @click=${() => close(view)}>×</button>`,
      this.dom,
    )
  }
}

const KEYS: readonly KeyBinding[] = [
  { key: "Mod-f", run: view => open(view) },
  { key: "Mod-h", run: view => open(view, true) },
  { key: "F3", run: view => step(view), shift: view => step(view, true), preventDefault: true },
  { key: "Mod-g", run: view => step(view), shift: view => step(view, true), preventDefault: true },
  { key: "Escape", run: close },
]

/** Adds the search and its keys to the view, once. */
export function addSearch(view: EditorView): void {
  if (view.state.field(searchState, false)) return
  const panel = search({ top: true, createPanel: view => new SearchPanel(view) })
  view.dispatch({ effects: StateEffect.appendConfig.of([searchState, panel, Prec.high(keymap.of(KEYS))]) })
}

export function find(view: EditorView, isReplacing = false): void {
  addSearch(view)
  open(view, isReplacing)
}
