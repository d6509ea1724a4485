/** State field of the `/` menu: where the slash is, the query behind it, the selected line. */
import { syntaxTree } from "@codemirror/language"
import { type EditorState, StateEffect, StateField, type Transaction } from "@codemirror/state"
import { fold } from "../text/fold.ts"

export interface SlashState {
  /** Position of the slash. */
  readonly from: number
  /** Folded. */
  readonly query: string
  /** Whether its line is else empty; if not, the list waits for a first letter, for a slash may be just one. */
  readonly isBare: boolean
  /** Whether it stands in a cell. */
  readonly isInTable: boolean
  readonly at: number
}

export const closeMenu = StateEffect.define<null>()
/** Another line of the list is meant. */
export const selectItem = StateEffect.define<number>()

/** Syntax nodes in which a slash opens no menu. */
const NOT_IN = new Set(["FencedCode", "CodeBlock", "InlineCode", "Link", "URL", "Autolink", "Image"])
const TABLE = new Set(["Table"])
const QUERY = /^\/([\p{L}\p{N}]{0,20})$/u

export const slashState = StateField.define<SlashState | undefined>({
  create: () => undefined,
  update(value, change) {
    if (change.effects.some(effect => effect.is(closeMenu))) return undefined
    const from = typedAt(change) ?? (value && change.changes.mapPos(value.from, 1))
    if (from === undefined) return undefined
    const query = queryAt(change.state, from)
    if (query === undefined) return undefined
    const moved = change.effects.find(effect => effect.is(selectItem))
    const isInTable = isIn(change.state, from, TABLE)
    const isBare = isAlone(change.state, from, isInTable)
    if (value && !moved && value.from === from && value.query === query && value.isBare === isBare)
      return value
    return { from, query, isBare, isInTable, at: moved ? moved.value : 0 }
  },
})

/** The position of a slash that this transaction types at the start of a line or after white space. */
function typedAt(change: Transaction): number | undefined {
  if (!change.isUserEvent("input.type")) return undefined
  const at = change.newSelection.main.head - 1
  let isTyped = false
  // In bold the guard of blocks writes it together with the marks.
  change.changes.iterChanges((_fromA, _toA, fromB, toB) => {
    isTyped ||= fromB <= at && at < toB
  })
  return isTyped && change.state.sliceDoc(at, at + 1) === "/" && isPlace(change.state, at) ? at : undefined
}

function isPlace(state: EditorState, at: number): boolean {
  const before = state.sliceDoc(state.doc.lineAt(at).from, at)
  if (before && !/\s$/.test(before)) return false
  return !isIn(state, at, NOT_IN)
}

function isIn(state: EditorState, at: number, names: ReadonlySet<string>): boolean {
  for (let node = syntaxTree(state).resolveInner(at, 1); node.parent; node = node.parent)
    if (names.has(node.name)) return true
  return false
}

/** Whether nothing else stands in the line, or in the cell. */
function isAlone(state: EditorState, from: number, isInTable: boolean): boolean {
  const line = state.doc.lineAt(from)
  const [before, after] = [
    state.sliceDoc(line.from, from),
    state.sliceDoc(state.selection.main.head, line.to),
  ]
  return isInTable ? /(?:^|\|)\s*$/.test(before) && /^\s*(?:\||$)/.test(after) : !before && !after
}

/** The query between slash and caret; undefined where it is none any more. */
function queryAt(state: EditorState, from: number): string | undefined {
  const { main } = state.selection
  if (!main.empty || main.head <= from || from >= state.doc.length) return undefined
  const typed = QUERY.exec(fold(state.sliceDoc(from, Math.min(main.head, from + 40))))
  return typed?.[1]
}
