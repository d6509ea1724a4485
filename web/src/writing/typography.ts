/** Input rules for signs that keyboards have not: `...` is …, `--` is –, and • or – at the head of a line is a list. Part. */
import { syntaxTree } from "@codemirror/language"
import type { EditorState } from "@codemirror/state"
import { EditorView } from "@codemirror/view"

interface Rule {
  readonly typed: string
  /** What stands before the caret in its line; the first group stays. */
  readonly before: RegExp
  readonly sign: string
}

const RULES: readonly Rule[] = [
  { typed: ".", before: /^(.*(?:^|[^.]))\.\.$/, sign: "…" },
  // At the head of a line two hyphens may become a rule, and three are one.
  { typed: " ", before: /^(.*[^\s-] ?)--$/, sign: "–" },
  { typed: " ", before: /^(\s*)[•▪‣–]$/, sign: "-" },
]

/** The sign has a step of its own: one Ctrl+Z gives back what was typed. */
export const typography = EditorView.inputHandler.of((view, from, to, text, insert) => {
  if (from !== to || view.composing || view.state.readOnly) return false
  const { state } = view
  const line = state.doc.lineAt(from)
  const before = state.sliceDoc(line.from, from)
  const rule = RULES.find(one => one.typed === text && one.before.test(before))
  if (!rule || isCode(state, from)) return false
  const start = line.from + (rule.before.exec(before)?.[1]?.length ?? 0)
  view.dispatch(insert())
  // The three dots are one sign; a space stays behind the others.
  const end = rule.typed === " " ? from : from + text.length
  view.dispatch({ changes: { from: start, to: end, insert: rule.sign }, userEvent: "input.format" })
  return true
})

/** Code, a chart and an address keep what is typed; code that is not closed yet too. */
function isCode(state: EditorState, at: number): boolean {
  const before = state.sliceDoc(state.doc.lineAt(at).from, at)
  if (before.split("`").length % 2 === 0) return true
  for (let node = syntaxTree(state).resolveInner(at, -1); node.parent; node = node.parent)
    if (/Code|URL|Autolink/.test(node.name)) return true
  return false
}
