/** Find and replace in the whole note, in the language of the page. */
import { search } from "@codemirror/search"
import { EditorState, type Extension } from "@codemirror/state"
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

export function searching(): Extension {
  const phrases = Object.fromEntries(Object.entries(PHRASES).map(([english, key]) => [english, t(key)]))
  return [search({ top: true }), EditorState.phrases.of(phrases)]
}
