/** Transaction filter that keeps blocks whole: no gesture takes half a mark, joins across an object, or writes before a mark. */
import {
  Annotation,
  type ChangeSet,
  EditorSelection,
  EditorState,
  type Extension,
  findClusterBreak,
  Transaction,
  type TransactionSpec,
} from "@codemirror/state"
import { soft, soften } from "../preview/soft.ts"
import { rowOf } from "../text/cells.ts"
import { FIGURE } from "../text/figures.ts"
import { backspace, del } from "./backspace.ts"
import { chosenIn, under } from "./chosen.ts"
import type { Typed } from "./composed.ts"
import { endOf, headOf, marksIn, type Range } from "./inline.ts"
import { edit } from "./insert.ts"
import { isSaid, type Line, lineOf, tailOf } from "./lines.ts"
import { type Entry, lines, type Piece, several } from "./put.ts"
import { replace } from "./replace.ts"
import type { Shape } from "./rewrite.ts"
import { settle } from "./settle.ts"
import { store, stored } from "./stored.ts"
import { unboxed } from "./unboxed.ts"

/** Marks transactions that know the structure: those of the guard, and commands. */
export const shaped = Annotation.define<boolean>()

export function piecesOf(changes: ChangeSet): Piece[] {
  const pieces: Piece[] = []
  changes.iterChanges(
    (from, to, _from, _to, inserted) => pieces.push({ from, to, insert: inserted.toString() }),
    true,
  )
  return pieces
}

/** Commands that know what they write, and what a keyboard composes. */
const OTHERS = [
  "input.format",
  "input.task",
  "input.indent",
  "input.type.compose",
  "delete.dedent",
  "move.line",
]

/** Edits by hand; what others write and what is taken back has no user event. */
const isGesture = (change: Transaction) =>
  ["input", "delete", "move"].some(event => change.isUserEvent(event)) &&
  !OTHERS.some(event => change.isUserEvent(event))

/** What a change of one place comes to; undefined where it is right as it is. */
export function shape(state: EditorState, piece: Piece, isKey: boolean, kind: Entry): Shape | undefined {
  const { from, to, insert } = piece
  const line = lineOf(state, from)
  if (isKey) return pressed(state, from, to)
  const chosen = chosenIn(state, from, to)
  if (chosen && !insert) return replace(state, piece, insert, false)
  // A box that is all of the note goes as all of a note does.
  if (chosen && (chosen.kind === "figure" || to - from < state.doc.length))
    return behind(state, under(state, lineOf(state, to)), insert, kind !== "pasted")
  const isOneLine = to <= line.to
  const parting = line.kind === "code" ? /[\t;]/ : line.kind === "start" && /\t/
  const isCells = parting && kind !== "typed" && parting.test(insert)
  if (isOneLine && !insert.includes("\n") && !isCells && !FIGURE.test(insert)) {
    // A mark that is pasted at the head of an item would be another block in it.
    const isAsItIs = kind === "typed" || (kind !== "other" && line.kind !== "item")
    return edit(state, line, piece, insert, isAsItIs)
  }
  const isNote = kind !== "pasted"
  if (isOneLine) return state.facet(lines)?.(state, line, piece, insert, isNote)
  return insert.includes("\n") ? over(state, piece, isNote) : replace(state, piece, insert, kind === "typed")
}

/** Lines that come in place of lines: those that are chosen go first. */
function over(state: EditorState, { from, to, insert }: Piece, isNote: boolean): Shape | undefined {
  return behind(state, replace(state, { from, to }, "", false), insert, isNote)
}

/** What comes where a shape has left the caret. */
function behind(state: EditorState, gone: Shape, insert: string, isNote: boolean): Shape {
  const { changes, state: left } = state.update({ changes: gone.changes, filter: false })
  const at = { from: gone.caret, to: gone.caret }
  const line = lineOf(left, gone.caret)
  const made = insert.includes("\n")
    ? left.facet(lines)?.(left, line, at, insert, isNote)
    : edit(left, line, at, insert, true)
  const more = left.changes(made?.changes ?? { from: gone.caret, insert })
  return { changes: piecesOf(changes.compose(more)), caret: made?.caret ?? gone.caret + insert.length }
}

/** Backspace, Delete, and their like that take a word or a line. */
function pressed(state: EditorState, from: number, to: number): Shape | undefined {
  const { head } = state.selection.main
  const own = lineOf(state, head)
  const isBack = to === head
  if (own.kind === "atom") return undefined
  if (own.kind === "open" && isBack && head <= own.head) return unboxed(state, own, own)
  if (own.kind === "figure") {
    if (isBack && head <= headOf(state, own)) return backspace(state, own)
    if (!isBack && head >= endOf(state, { head: own.head, to: tailOf(own) })) return del(state, own)
  }
  if (isSaid(own) && own.kind !== "code") {
    if (isBack && head <= headOf(state, own)) return backspace(state, own)
    if (!isBack && head >= endOf(state, own)) return del(state, own)
  } else if (own.kind === "code" && (isBack ? head === own.head : head === own.to))
    return isBack ? backspace(state, own) : del(state, own)
  const range = seen(state, own, Math.max(from, own.head), Math.min(to, tailOf(own)), isBack)
  const made = edit(state, own, range, "", false)
  if (made || (range.from === from && range.to === to)) return made
  return { changes: [{ ...range, insert: "" }], caret: range.from }
}

/** Where only marks would go, the letter before or behind them goes. */
function seen(state: EditorState, line: Line, from: number, to: number, isBack: boolean): Range {
  const mark = marksIn(state, line.from, line.to).hidden.find(one => one.from <= from && one.to >= to)
  if (!mark || from >= to) return { from: Math.min(from, to), to }
  const isEdge = ({ from, to }: Range) => (isBack ? from === mark.from : to === mark.to)
  const at = isBack ? mark.from - line.from : mark.to - line.from
  // The padding of a cell is none of its letters.
  if (line.kind === "table" && rowOf(line.text, line.from).cells.some(isEdge)) {
    const head = isBack ? to : from
    return { from: head, to: head }
  }
  const other = findClusterBreak(line.text, at, !isBack)
  return isBack ? { from: line.from + other, to: mark.from } : { from: mark.to, to: line.from + other }
}

function shapes(change: Transaction): Shape | undefined {
  const { startState: state, changes } = change
  const pieces = piecesOf(changes)
  const isKey =
    change.isUserEvent("delete") && state.selection.ranges.length === 1 && state.selection.main.empty
  const isPasted = change.isUserEvent("input.paste") || change.isUserEvent("input.drop")
  const isNote = change.isUserEvent("input.paste.note")
  const kind = isNote ? "note" : isPasted ? "pasted" : change.isUserEvent("input.type") ? "typed" : "other"
  const found = pieces.map(piece => shape(state, piece, isKey && pieces.length === 1, kind))
  if (found.every(one => !one)) return undefined
  if (found.length === 1) return found[0]
  return state.facet(several)?.(state, pieces, found, kind)
}

const filter = EditorState.transactionFilter.of((change): Transaction | readonly TransactionSpec[] => {
  if (change.annotation(shaped)) return change
  if (!change.docChanged) return change.selection && change.isUserEvent("select") ? settle(change) : change
  const made = isGesture(change) ? shapes(change) : undefined
  if (!made) return change
  const { scrollIntoView } = change
  const { isGoingOn = false, marks = [] } = made
  const next = isGoingOn || marks.length > 0 ? [store.of({ at: made.caret, marks, isGoingOn })] : []
  const effects = [...change.effects, ...next, ...(made.isSoft ? [soften.of(made.caret)] : [])]
  const userEvent = change.annotation(Transaction.userEvent)
  return [
    {
      changes: made.changes,
      selection: made.chosen
        ? EditorSelection.range(made.chosen.from, made.chosen.to)
        : EditorSelection.cursor(made.caret),
      effects,
      scrollIntoView,
      annotations: shaped.of(true),
      ...(userEvent ? { userEvent } : {}),
    },
  ]
})

/** What letters come to that were composed, as if they had been typed. */
export const typed: Typed = (state, piece) => shape(state, piece, false, "typed")

export const guard: Extension = [stored, soft, filter]
