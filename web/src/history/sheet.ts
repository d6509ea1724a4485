/** The text at a moment, in a read-only editor: insertions underlined, deletions struck. */
import { EditorState, RangeSetBuilder, StateEffect, StateField } from "@codemirror/state"
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view"
import { numbered } from "../footnotes/drawn.ts"
import { opening } from "../links/open.ts"
import { livePreview } from "../preview/live-preview.ts"
import type { Edit } from "../story/story.ts"
import { difference } from "../text/difference.ts"
import { markdown } from "../text/markdown.ts"
import type { Part } from "./compare.ts"

const setMarks = StateEffect.define<DecorationSet>()
const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (value, change) =>
    change.effects.reduce(
      (is, effect) => (effect.is(setMarks) ? effect.value : is),
      value.map(change.changes),
    ),
  provide: self => EditorView.decorations.from(self),
})
const here = (from: number, to: number) => Decoration.mark({ class: "here" }).range(from, to)

export interface Sheet {
  /** Shows both moments in one text; `colour` of a person, 0 for nobody. */
  show(parts: readonly Part[], colour: (person: number) => number): void
  /** Goes on to another moment, with the letters that have just come. */
  play(edits: readonly Edit[], colour: number): void
  /** Makes this passage seen. */
  goTo(from: number, to: number): void
}

export function sheet(parent: HTMLElement, label: string, nonce: string): Sheet {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      extensions: [
        EditorView.cspNonce.of(nonce),
        EditorState.lineSeparator.of("\n"),
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
        marks,
        markdown(),
        livePreview(),
        numbered,
        opening(),
      ],
    }),
  })
  return {
    show(parts, colour) {
      const text = parts.map(part => part.text).join("")
      const changes = difference(view.state.doc.toString(), text)
      view.dispatch({ changes, effects: setMarks.of(marksOf(parts, colour)) })
    },
    play(edits, colour) {
      const changes = view.state.changes(edits as Edit[])
      const builder = new RangeSetBuilder<Decoration>()
      let last = -1
      changes.iterChangedRanges((_fromA, _toA, fromB, toB) => {
        if (toB > fromB) builder.add(fromB, toB, mark("came", colour))
        last = toB
      })
      const effects: StateEffect<unknown>[] = [setMarks.of(builder.finish())]
      if (last >= 0) effects.push(EditorView.scrollIntoView(last, { y: "nearest", yMargin: 80 }))
      view.dispatch({ changes, effects })
    },
    goTo(from, to) {
      const shown = view.state
        .field(marks)
        .update({ filter: (_from, _to, { spec }) => spec.class !== "here" })
      view.dispatch({
        effects: [
          setMarks.of(shown.update({ add: [here(from, to)], sort: true })),
          EditorView.scrollIntoView(from, { y: "center" }),
        ],
      })
    },
  }
}

const mark = (kind: Part["kind"], colour: number) =>
  Decoration.mark({ tagName: kind === "came" ? "ins" : "del", class: `a${colour}` })

function marksOf(parts: readonly Part[], colour: (person: number) => number): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>()
  let at = 0
  for (const { kind, text, person } of parts) {
    if (kind !== "same") builder.add(at, at + text.length, mark(kind, colour(person)))
    at += text.length
  }
  return builder.finish()
}
