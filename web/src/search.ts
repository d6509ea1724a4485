/** Find and replace in the whole note, over the text; a part that is fetched ahead. */
import { Prec, StateEffect } from "@codemirror/state"
import { EditorView, type KeyBinding, keymap, ViewPlugin, type ViewUpdate } from "@codemirror/view"
import { html, nothing, render } from "lit-html"
import { chosen, found, foundMarks, look } from "./find/marks.ts"
import { type Match, type Query, replacementOf } from "./find/query.ts"
import { t } from "./words.ts"

/** Of a selection that is longer, nobody wants to find the like. */
const LONGEST = 100
const NOTHING: Query = { text: "", replacement: "", isExact: false, isWord: false, isPattern: false }

class Finder {
  readonly #view: EditorView
  readonly #form = document.createElement("form")
  /** Remembered while the form is closed. */
  #query = NOTHING
  #told = ""

  constructor(view: EditorView) {
    this.#view = view
    this.#form.className = "find"
    this.#form.setAttribute("role", "search")
    this.#form.setAttribute("aria-label", t("editor.find"))
    this.#form.addEventListener("input", () => this.#ask())
    this.#form.addEventListener("keydown", event => this.#key(event))
    this.#form.addEventListener("submit", event => event.preventDefault())
  }

  get isOpen(): boolean {
    return this.#form.isConnected
  }

  update({ state, startState, selectionSet, docChanged }: ViewUpdate): void {
    const isOther = state.field(found) !== startState.field(found, false)
    if (this.isOpen && (isOther || selectionSet || docChanged || state.readOnly !== startState.readOnly))
      this.#draw()
  }

  destroy(): void {
    this.#form.remove()
  }

  open(): boolean {
    const { state, dom } = this.#view
    const { from, to } = state.selection.main
    const text = to - from <= LONGEST ? state.sliceDoc(from, to) : ""
    if (text && !text.includes("\n") && !this.#form.contains(document.activeElement))
      this.#query = { ...this.#query, text, isPattern: false }
    if (!this.isOpen) dom.prepend(this.#form)
    this.#draw()
    this.#look()
    this.#form.querySelector("input")?.select()
    return true
  }

  close(): boolean {
    if (!this.isOpen) return false
    this.#form.remove()
    this.#view.dispatch({ effects: look.of(undefined) })
    this.#view.focus()
    return true
  }

  /** Selects the match after the caret, or before it, and begins again at the end of the text. */
  step(isBack = false): boolean {
    if (!this.isOpen) return this.#query.text ? this.open() && this.step(isBack) : this.open()
    const { main } = this.#view.state.selection
    const all = this.#matches
    const match = isBack
      ? (all.findLast(({ to }) => to <= main.from) ?? all.at(-1))
      : (all.find(({ from }) => from >= main.to) ?? all[0])
    if (match) this.#select(match)
    return true
  }

  get #matches(): readonly Match[] {
    return this.#view.state.field(found)?.matches ?? []
  }

  #select({ from, to }: Match): void {
    this.#view.dispatch({
      selection: { anchor: from, head: to },
      effects: EditorView.scrollIntoView(from, { y: "center" }),
      userEvent: "select.search",
    })
  }

  #replace(): void {
    const { state } = this.#view
    const match = this.#matches[chosen(state, this.#matches) - 1]
    if (match && !state.readOnly) {
      const { from, to } = match
      const insert = replacementOf(this.#query, match)
      const anchor = from + insert.length
      this.#view.dispatch({ changes: { from, to, insert }, selection: { anchor }, userEvent: "input.format" })
    }
    this.step()
  }

  #replaceAll(): void {
    const all = this.#matches
    if (all.length === 0 || this.#view.state.readOnly) return
    const changes = all.map(match => ({
      from: match.from,
      to: match.to,
      insert: replacementOf(this.#query, match),
    }))
    this.#told = t("search.replaced", { count: all.length })
    this.#view.dispatch({ changes, userEvent: "input.format" })
  }

  /** Takes what the form says. */
  #ask(): void {
    const said = new FormData(this.#form)
    this.#query = {
      text: String(said.get("text") ?? ""),
      replacement: String(said.get("replacement") ?? ""),
      isExact: said.has("exact"),
      isWord: said.has("word"),
      isPattern: said.has("pattern"),
    }
    this.#look()
  }

  #look(): void {
    this.#told = ""
    this.#view.dispatch({ effects: look.of(this.#query) })
  }

  #key(event: KeyboardEvent): void {
    const isStep = event.key === "F3" || ((event.ctrlKey || event.metaKey) && event.key === "g")
    if (event.key === "Escape") this.close()
    else if (isStep) this.step(event.shiftKey)
    else if (event.key !== "Enter" || event.isComposing || !(event.target instanceof HTMLInputElement)) return
    else if (event.target.name === "replacement") this.#replace()
    else this.step(event.shiftKey)
    event.preventDefault()
  }

  #draw(): void {
    const { state } = this.#view
    const matches = state.field(found)?.matches
    const at = chosen(state, matches ?? [])
    const count = matches?.length ?? 0
    const told = at > 0 ? t("search.at", { at, count }) : t(count ? "search.found" : "search.none", { count })
    const { text, replacement, isExact, isWord, isPattern } = this.#query
    const field = (name: string, label: string, value: string, isWrong = false) =>
      html`<input class="input" name=${name} aria-label=${label} placeholder=${label} .value=${value} aria-invalid=${isWrong} autocomplete="off" spellcheck="false">`
    const box = (name: string, label: string, isOn: boolean) =>
      html`<label class="check"><input type="checkbox" name=${name} .checked=${isOn}>${label}</label>`
    const button = (label: string, act: () => unknown) =>
      html`<button type="button" class="btn" @click=${act}>${label}</button>`
    render(
      html`<p>${field("text", t("search.find"), text, Boolean(text) && !matches)}${button(t("search.previous"), () => this.step(true))}${button(t("search.next"), () => this.step())}</p>
        <p>${box("exact", t("search.matchCase"), isExact)}${box("word", t("search.byWord"), isWord)}${box("pattern", t("search.regexp"), isPattern)}<output role="status">${this.#told || (text ? told : "")}</output></p>
        ${state.readOnly ? nothing : html`<p>${field("replacement", t("search.replace"), replacement)}${button(t("search.replaceOne"), () => this.#replace())}${button(t("search.replaceAll"), () => this.#replaceAll())}</p>`}
        <button type="button" class="x" aria-label=${t("search.close")} @click=${() => this.close()}>×</button>`,
      this.#form,
    )
  }
}

const finder = ViewPlugin.fromClass(Finder)

const run = (act: (finder: Finder) => boolean) => (view: EditorView) => {
  const plugin = view.plugin(finder)
  return plugin ? act(plugin) : false
}
const next = run(one => one.step())
const previous = run(one => one.step(true))
const KEYS: readonly KeyBinding[] = [
  { key: "Mod-f", run: run(one => one.open()) },
  { key: "F3", run: next, shift: previous, preventDefault: true },
  { key: "Mod-g", run: next, shift: previous, preventDefault: true },
  { key: "Escape", run: run(one => one.close()) },
]

/** Gives the view its search and the keys of it, once. */
export function addSearch(view: EditorView): void {
  if (view.plugin(finder)) return
  const all = [found, foundMarks, finder, Prec.high(keymap.of(KEYS))]
  view.dispatch({ effects: StateEffect.appendConfig.of(all) })
}

export function find(view: EditorView): void {
  addSearch(view)
  run(one => one.open())(view)
}
