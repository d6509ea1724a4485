/** Figures and signs that no line breaks, and lines that run from right to left: as on paper and in the reader. Part. */
import { type Extension, type Line, type Range, RangeSetBuilder } from "@codemirror/state"
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view"
import { carried, frozen } from "./frozen.ts"
import patterns from "./unbroken.json"

/** Numbers with their groups and units, dates, times, telephone numbers (export/note/unbroken.py, tests/tools/patterns.py). */
const WHOLE = patterns.map(pattern => new RegExp(pattern, "gu"))
/** In French a sign stands with the word before it, and a guillemet with the words inside it. */
const SIGNS = /«[ \u00a0\u202f](?=\S)|(?<=\S)[ \u00a0\u202f](?=[:;!?»])/gu
/** Letters that run from right to left, and all others (export/note/direction.py). */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
const LETTERS = /\p{L}/gu

/** In letters; more may be wider than a phone. */
const LONGEST = 40

const whole = Decoration.mark({ class: "lp-whole" })
const turned = Decoration.line({ attributes: { dir: "rtl" } })

interface Piece {
  readonly from: number
  readonly to: number
}

/** The pieces of a line that stay together, in order, none over another one. */
export function unbroken(text: string): Piece[] {
  const all: { from: number; to: number }[] = []
  // With the words that it begins and ends in: of some patterns it is the space alone.
  for (const pattern of /\d/.test(text) ? [...WHOLE, SIGNS] : [SIGNS])
    for (const { 0: found, index } of text.matchAll(pattern)) {
      const end = index + found.length
      const from = index - (/\S*$/.exec(text.slice(0, index))?.[0].length ?? 0)
      const to = end + (/^\S*/.exec(text.slice(end))?.[0].length ?? 0)
      if (to - from <= LONGEST) all.push({ from, to })
    }
  const pieces: { from: number; to: number }[] = []
  for (const one of all.sort((a, b) => a.from - b.from)) {
    const last = pieces.at(-1)
    if (last && one.from < last.to) last.to = Math.max(last.to, one.to)
    else pieces.push(one)
  }
  return pieces
}

export function isRightToLeft(text: string): boolean {
  if (!RIGHT_TO_LEFT.test(text)) return false
  const letters = text.match(LETTERS) ?? []
  return 2 * letters.filter(letter => RIGHT_TO_LEFT.test(letter)).length > letters.length
}

interface Found {
  readonly pieces: readonly Piece[]
  readonly isTurned: boolean
}

class Unbroken {
  decorations: DecorationSet
  /** By the text of a line: a key changes one of them. */
  #known = new Map<string, Found>()

  constructor(view: EditorView) {
    this.decorations = this.#look(view)
  }

  update(update: ViewUpdate): void {
    const { view, state, docChanged, viewportChanged } = update
    if (view.composing || state.field(frozen, false)) this.decorations = carried(this.decorations, update)
    else if (docChanged || viewportChanged || update.startState.field(frozen, false))
      this.decorations = this.#look(view)
  }

  #look({ state: { doc }, visibleRanges }: EditorView): DecorationSet {
    const seen = new Map<string, Found>()
    const out = new RangeSetBuilder<Decoration>()
    let next = 0
    for (const { from, to } of visibleRanges)
      for (let at = Math.max(from, next); at <= to; at = next) {
        const line = doc.lineAt(at)
        const found = this.#known.get(line.text) ?? {
          pieces: unbroken(line.text),
          isTurned: isRightToLeft(line.text),
        }
        seen.set(line.text, found)
        for (const one of decorationsOf(line, found)) out.add(one.from, one.to, one.value)
        next = line.to + 1
      }
    this.#known = seen
    return out.finish()
  }
}

function decorationsOf({ from }: Line, { pieces, isTurned }: Found): Range<Decoration>[] {
  const marks = pieces.map(one => whole.range(from + one.from, from + one.to))
  return isTurned ? [turned.range(from), ...marks] : marks
}

export const wholeFigures: Extension = [
  EditorView.perLineTextDirection.of(true),
  ViewPlugin.fromClass(Unbroken, { decorations: plugin => plugin.decorations }),
]
