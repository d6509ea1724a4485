/** State field of the list behind `[[`: where the brackets are, the query behind them, what the server found. */
import { syntaxTree } from "@codemirror/language"
import { type EditorState, StateEffect, StateField, type Transaction } from "@codemirror/state"

export interface Found {
  readonly note: string
  readonly title: string
  readonly url: string
}

export interface Answer {
  readonly notes: readonly Found[]
  readonly more: number
  /** Whether a classeur holds the note. */
  readonly is_in: boolean
}

export interface Query {
  /** Position of the first bracket. */
  readonly from: number
  readonly text: string
  /** Undefined until the server has answered; null where it did not. */
  readonly answer: Answer | null | undefined
  readonly at: number
}

export const close = StateEffect.define<null>()
export const select = StateEffect.define<number>()
export const answered = StateEffect.define<Answer | null>()

const CODE = new Set(["FencedCode", "CodeBlock", "InlineCode"])
const MOST = 80
const TYPED = /^\[\[([^[\]\n]*)$/

export const query = StateField.define<Query | undefined>({
  create: () => undefined,
  update(before, change) {
    if (change.effects.some(effect => effect.is(close))) return undefined
    const from = begunAt(change) ?? (before && change.changes.mapPos(before.from, 1))
    const text = from === undefined ? undefined : textAt(change.state, from)
    if (from === undefined || text === undefined) return undefined
    let { answer, at } = before ?? { answer: undefined, at: 0 }
    if (before?.text !== text) at = 0
    for (const effect of change.effects) {
      if (effect.is(answered)) answer = effect.value
      if (effect.is(select)) at = effect.value
    }
    if (before?.from === from && before.text === text && before.answer === answer && before.at === at)
      return before
    return { from, text, answer, at }
  },
})

/** The position of two brackets that this transaction completes. */
function begunAt(change: Transaction): number | undefined {
  if (!change.isUserEvent("input.type")) return undefined
  let from: number | undefined
  change.changes.iterChanges((_fromA, _toA, fromB, toB, inserted) => {
    if (!inserted.toString().endsWith("[")) return
    const isWhole = change.state.sliceDoc(toB - 2, toB) === "[[" && toB - 2 >= fromB - 1
    if (isWhole && !isInCode(change.state, toB)) from = toB - 2
  })
  return from
}

function isInCode(state: EditorState, at: number): boolean {
  for (let node = syntaxTree(state).resolveInner(at, -1); node.parent; node = node.parent)
    if (CODE.has(node.name)) return true
  return false
}

function textAt(state: EditorState, from: number): string | undefined {
  const { main } = state.selection
  if (!main.empty || main.head < from + 2 || main.head > from + MOST) return undefined
  return TYPED.exec(state.sliceDoc(from, main.head))?.[1]
}
