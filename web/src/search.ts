/** Find and replace in the whole note, in the language of the page; a part that is fetched ahead. */
import { openSearchPanel, search, searchKeymap } from "@codemirror/search"
import { EditorState, Prec, StateEffect, StateField } from "@codemirror/state"
import { type EditorView, keymap } from "@codemirror/view"
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
  "Go to line": "search.goToLine",
  go: "search.go",
}

/** Tells whether a view can search already. */
const searching = StateField.define({ create: () => true, update: value => value })

/** Gives the view its search and the keys of it, once. */
export function addSearch(view: EditorView): void {
  if (view.state.field(searching, false)) return
  const phrases = Object.fromEntries(Object.entries(PHRASES).map(([english, key]) => [english, t(key)]))
  const all = [
    searching,
    search({ top: true }),
    Prec.high(keymap.of(searchKeymap)),
    EditorState.phrases.of(phrases),
  ]
  view.dispatch({ effects: StateEffect.appendConfig.of(all) })
}

export function find(view: EditorView): void {
  addSearch(view)
  openSearchPanel(view)
}
