/** Find and replace in the whole note, in the language of the page; a part that is fetched ahead. */
import { closeSearchPanel, findNext, findPrevious, openSearchPanel, search } from "@codemirror/search"
import { EditorState, Prec, StateEffect, StateField } from "@codemirror/state"
import { type EditorView, type KeyBinding, keymap } from "@codemirror/view"
import { type Key, t } from "./words.ts"

/** CodeMirror's own English, and the name of our text for it. */
const PHRASES: Record<string, Key> = {
  Find: "search.find",
  Replace: "search.replace",
  next: "search.next",
  previous: "search.previous",
  all: "search.all",
  "match case": "search.matchCase",
  regexp: "search.regexp",
  "by word": "search.byWord",
  replace: "search.replaceOne",
  "replace all": "search.replaceAll",
  close: "search.close",
  "current match": "search.currentMatch",
  "on line": "search.onLine",
  "replaced match on line $": "search.replacedOnLine",
  "replaced $ matches": "search.replacedCount",
}

const scope = "editor search-panel"
/** The package's own keys bring along going to a line, and carets that are many at once. */
const KEYS: readonly KeyBinding[] = [
  { key: "Mod-f", run: openSearchPanel, scope },
  { key: "F3", run: findNext, shift: findPrevious, scope, preventDefault: true },
  { key: "Mod-g", run: findNext, shift: findPrevious, scope, preventDefault: true },
  { key: "Escape", run: closeSearchPanel, scope },
]

/** Tells whether a view can search already. */
const searching = StateField.define({ create: () => true, update: value => value })

/** Gives the view its search and the keys of it, once. */
export function addSearch(view: EditorView): void {
  if (view.state.field(searching, false)) return
  const phrases = Object.fromEntries(Object.entries(PHRASES).map(([english, key]) => [english, t(key)]))
  const all = [searching, search({ top: true }), Prec.high(keymap.of(KEYS)), EditorState.phrases.of(phrases)]
  view.dispatch({ effects: StateEffect.appendConfig.of(all) })
}

export function find(view: EditorView): void {
  addSearch(view)
  openSearchPanel(view)
}
