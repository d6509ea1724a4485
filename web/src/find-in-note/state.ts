/** Search state: the input, its query, and the matches, which are counted while the panel is open. */
import { type SearchQuery, searchPanelOpen, setSearchQuery } from "@codemirror/search"
import { type EditorState, StateEffect, StateField, type Text } from "@codemirror/state"
import type { EditorView } from "@codemirror/view"
import { EMPTY_INPUT, type Match, matchesIn, type SearchInput, toQuery } from "./query.ts"

export interface SearchState {
  readonly input: SearchInput
  readonly query: SearchQuery
  readonly matches: readonly Match[]
}

const setInput = StateEffect.define<{ input: SearchInput; query: SearchQuery }>()

const search = (doc: Text, input: SearchInput, query: SearchQuery): SearchState => ({
  input,
  query,
  matches: matchesIn(doc, query),
})

/** The input is remembered while the panel is closed. */
export const searchState = StateField.define<SearchState>({
  create: ({ doc }) => search(doc, EMPTY_INPUT, toQuery(EMPTY_INPUT)),
  update(value, { effects, docChanged, state }) {
    const { input, query } = effects.findLast(effect => effect.is(setInput))?.value ?? value
    const isStale = query !== value.query || (docChanged && searchPanelOpen(state))
    return isStale ? search(state.doc, input, query) : value
  },
})

/** Sets the query; the library marks its matches. */
export function setSearch(view: EditorView, input: SearchInput): void {
  const query = toQuery(input)
  view.dispatch({ effects: [setInput.of({ input, query }), setSearchQuery.of(query)] })
}

/** The number of the match that is selected, from 1; 0 where none is. */
export function selectedMatch({ selection: { main } }: EditorState, matches: readonly Match[]): number {
  return matches.findIndex(({ from, to }) => from === main.from && to === main.to) + 1
}
