/** Changes of the text that make, renew and take away a link. */
import { type ChangeSpec, EditorSelection, type EditorState, type TransactionSpec } from "@codemirror/state"
import { pieces } from "../writing/format.ts"
import { linkAt, type Range, shownWords, type TextLink } from "./find.ts"
import { asWords, linked, short, unlinked } from "./write.ts"

/** What the selection asks for: a link that is there, or one over its words, line by line. */
export type Subject =
  | { readonly kind: "link"; readonly link: TextLink }
  | { readonly kind: "words"; readonly ranges: readonly Range[] }

const CALL = /(?:\s|\[\^[^\]\s]+\])+$/
const INNER = /!?\[((?:[^\]\\]|\\.)*)\]\([^)]*\)/g

export function subjectOf(state: EditorState): Subject {
  const { main } = state.selection
  const link = linkAt(state, main.head)
  if (link && link.from <= main.from && main.to <= link.to) return { kind: "link", link }
  if (main.empty) return { kind: "words", ranges: [main] }
  const ranges = pieces(state, main, "").flatMap(({ from, to }) => {
    // The call of a footnote stays behind the words.
    const length = state.sliceDoc(from, to).replace(CALL, "").length
    return length > 0 ? [{ from, to: from + length }] : []
  })
  return { kind: "words", ranges: ranges.length > 0 ? ranges : [EditorSelection.cursor(main.head)] }
}

/** `said` are new words; undefined where they stay as they are. */
export function linkedAt(
  state: EditorState,
  subject: Subject,
  address: string,
  said: string | undefined,
): TransactionSpec {
  if (subject.kind === "link") {
    const { from, to, words, isBare } = subject.link
    const kept = isBare ? asWords(short(address)) : state.sliceDoc(words.from, words.to)
    return replaced(state, [{ from, to, insert: linked(said ? asWords(said) : kept, address) }])
  }
  return replaced(
    state,
    subject.ranges.map(({ from, to }) => {
      const source = state.sliceDoc(from, to).replace(INNER, "$1")
      const words = said ? asWords(said) : source || asWords(short(address))
      return { from, to, insert: linked(words, address) }
    }),
  )
}

/** Its words stay, as they are shown. */
export function withoutLink(state: EditorState, { from, to, words }: TextLink): TransactionSpec {
  return replaced(state, [{ from, to, insert: unlinked(state.sliceDoc(words.from, words.to)) }])
}

/** The words of a subject as they are read; empty where there are none. */
export function wordsOf(state: EditorState, subject: Subject): string {
  if (subject.kind === "link") return shownWords(state, subject.link.words)
  const [only] = subject.ranges
  return only ? shownWords(state, only) : ""
}

function replaced(state: EditorState, all: readonly (Range & { insert: string })[]): TransactionSpec {
  const changes = state.changes(all as ChangeSpec)
  return {
    changes,
    selection: EditorSelection.cursor(changes.mapPos(all.at(-1)?.to ?? 0, 1)),
    userEvent: "input.format",
    scrollIntoView: true,
  }
}
