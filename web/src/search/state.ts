/** The matches of what is looked for, while the panel is open. */
import { type SearchQuery, searchPanelOpen, setSearchQuery } from "@codemirror/search"
import { type EditorState, StateEffect, StateField, type Text } from "@codemirror/state"
import type { EditorView } from "@codemirror/view"
import { type Asked, type Match, matchesIn, NOTHING, queryOf } from "./query.ts"

export interface Found {
  readonly asked: Asked
  readonly query: SearchQuery
  readonly matches: readonly Match[]
}

const look = StateEffect.define<{ asked: Asked; query: SearchQuery }>()

const find = (doc: Text, asked: Asked, query: SearchQuery): Found => ({
  asked,
  query,
  matches: matchesIn(doc, query),
})

/** What was asked is remembered while the panel is closed. */
export const found = StateField.define<Found>({
  create: ({ doc }) => find(doc, NOTHING, queryOf(NOTHING)),
  update(value, { effects, docChanged, state }) {
    const { asked, query } = effects.findLast(effect => effect.is(look))?.value ?? value
    const isStale = query !== value.query || (docChanged && searchPanelOpen(state))
    return isStale ? find(state.doc, asked, query) : value
  },
})

/** Looks for something else; the library marks what it finds. */
export function lookFor(view: EditorView, asked: Asked): void {
  const query = queryOf(asked)
  view.dispatch({ effects: [look.of({ asked, query }), setSearchQuery.of(query)] })
}

/** The number of the match that is selected, from 1; 0 where none is. */
export function chosen({ selection: { main } }: EditorState, matches: readonly Match[]): number {
  return matches.findIndex(({ from, to }) => from === main.from && to === main.to) + 1
}
