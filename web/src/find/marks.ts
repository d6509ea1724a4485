/** The matches of what is looked for, kept while the text changes, and marked where they are in view. */
import { type EditorState, RangeSet, StateEffect, StateField } from "@codemirror/state"
import { Decoration, type DecorationSet, type EditorView, ViewPlugin } from "@codemirror/view"
import { type Match, matchesIn, type Query } from "./query.ts"

export interface Found {
  readonly query: Query
  /** Undefined where the query is no regular expression, though it is to be one. */
  readonly matches: readonly Match[] | undefined
}

export const look = StateEffect.define<Query | undefined>()

/** Undefined while nobody looks for anything. */
export const found = StateField.define<Found | undefined>({
  create: () => undefined,
  update(value, { effects, docChanged, state }) {
    const asked = effects.findLast(effect => effect.is(look))
    const query = asked ? asked.value : value?.query
    if (!asked && !docChanged) return value
    return query && { query, matches: matchesIn(state.doc.toString(), query) }
  },
})

/** The number of the match that is selected, from 1; 0 where none is. */
export function chosen({ selection: { main } }: EditorState, matches: readonly Match[]): number {
  return matches.findIndex(({ from, to }) => from === main.from && to === main.to) + 1
}

const match = Decoration.mark({ class: "found" })
const chosenMatch = Decoration.mark({ class: "found on" })

function draw({ state, viewport }: EditorView): DecorationSet {
  const matches = state.field(found)?.matches ?? []
  const at = matches[chosen(state, matches) - 1]
  const seen = matches.filter(({ from, to }) => to >= viewport.from && from <= viewport.to)
  return RangeSet.of(seen.map(one => (one === at ? chosenMatch : match).range(one.from, one.to)))
}

export const foundMarks = ViewPlugin.define(
  view => ({
    shown: draw(view),
    update({ view, state, startState, docChanged, selectionSet, viewportChanged }) {
      const isOther = state.field(found) !== startState.field(found, false)
      if (isOther || docChanged || selectionSet || viewportChanged) this.shown = draw(view)
    },
  }),
  { decorations: ({ shown }) => shown },
)
