/** A note that begins: the caret in an empty title, drawn before it has a letter. Loaded for empty and new notes alone. */
import { EditorState, type Extension, Prec, StateEffect, StateField, type Text } from "@codemirror/state"
import { Decoration, EditorView, keymap } from "@codemirror/view"
import { toast } from "../screen/toast.ts"
import { headings, isTitle } from "../text/headings.ts"
import { t } from "../words.ts"
import { hintOf, isEmptyTitle, TITLE } from "./hints.ts"

const WARNED_MS = 20_000
/** Words that are typed with a mark of their own stay as they are. */
const MARKED = /^\s*(#|\/|[-*+>|](\s|$)|\[|\d+[.)](\s|$)|```|:::)/

const refuse = StateEffect.define<null>()

/** Whether the first words of an empty note become its title. */
const isOffered = StateField.define<boolean>({
  create: () => true,
  update: (value, { effects }) => value && !effects.some(effect => effect.is(refuse)),
})

/** Letters of a composition stand in the title already, and its mark comes when the composition ends. */
const isComposed = StateField.define<boolean>({
  create: () => false,
  update(value, change) {
    const { newDoc, startState } = change
    if (!startState.field(isOffered) || newDoc.lines > 1 || newDoc.length === 0) return false
    if (TITLE.test(newDoc.line(1).text)) return false
    return value || (startState.doc.length === 0 && change.isUserEvent("input.type.compose"))
  },
})

/** In the transaction of the first letter, so that one step of undo takes both back. */
const mark = EditorState.transactionFilter.of(change => {
  const { startState } = change
  const isTyped = change.isUserEvent("input.type") || change.isUserEvent("input.paste")
  if (!change.docChanged || !isTyped || change.isUserEvent("input.type.compose")) return change
  if (startState.doc.length > 0 || !startState.field(isOffered, false)) return change
  const text = change.newDoc.toString()
  if (text.includes("\n") || MARKED.test(text)) return change
  return [change, { changes: { from: 0, insert: "# " }, sequential: true }]
})

const markComposed = EditorView.domEventHandlers({
  compositionend: (_event, view) => void setTimeout(() => finish(view)),
  blur: (_event, view) => void setTimeout(() => finish(view)),
})

function finish(view: EditorView): void {
  if (view.composing || !view.state.field(isComposed, false)) return
  if (MARKED.test(view.state.doc.line(1).text)) view.dispatch({ effects: refuse.of(null) })
  else view.dispatch({ changes: { from: 0, insert: "# " }, userEvent: "input.type" })
}

/** Enter goes to the text without a title, and Backspace takes the title back. */
function leave(view: EditorView): boolean {
  const { doc } = view.state
  if (doc.length > 0 ? !isEmptyTitle(doc) : !view.state.field(isOffered)) return false
  view.dispatch({ changes: { from: 0, to: doc.length }, effects: refuse.of(null), userEvent: "delete" })
  return true
}

const composed = Decoration.line({ class: "lp-h lp-h1" })

const hints = EditorView.decorations.compute([isOffered, isComposed, "doc"], state =>
  state.field(isComposed) ? Decoration.set(composed.range(0)) : hintOf(state.doc, state.field(isOffered)),
)

/** Somebody else wrote the first letters: the caret does not stay in front of them. */
const stepAside = EditorView.updateListener.of(({ startState, state, docChanged, transactions, view }) => {
  if (!docChanged || startState.doc.length > 0 || state.selection.main.head > 0) return
  if (transactions.some(change => change.isUserEvent("input") || change.isUserEvent("undo"))) return
  queueMicrotask(() => view.dispatch({ selection: { anchor: view.state.doc.line(1).to } }))
})

export const beginning = (): Extension => [
  isOffered,
  isComposed,
  mark,
  markComposed,
  hints,
  stepAside,
  Prec.highest(
    keymap.of([
      { key: "Enter", run: leave, shift: leave },
      { key: "Backspace", run: leave },
    ]),
  ),
]

/** Puts the caret where writing begins: into an empty note, over the title of a template, or before the first words below a title. */
export function putCaret(view: EditorView, isNew: string | null): void {
  const { doc } = view.state
  // No list will lead back to it.
  if (isNew !== null && !navigator.cookieEnabled) toast(t("editor.noCookies"), WARNED_MS)
  if (view.state.readOnly || (doc.length > 0 && isNew === null)) return
  // A dialog, or somebody who was faster than the page.
  if (document.activeElement !== document.body) return
  const title = headings(doc).find(isTitle)
  const from = title ? title.from + doc.lineAt(title.from).text.search(/[^#\s]/) : 0
  if (isNew === "title") view.dispatch({ selection: { anchor: from, head: title?.to ?? from } })
  else view.dispatch({ selection: { anchor: title ? below(doc, title.to) : 0 } })
  view.focus()
}

function below(doc: Text, at: number): number {
  for (let n = doc.lineAt(at).number + 1; n <= doc.lines; n += 1)
    if (doc.line(n).text.trim()) return doc.line(n).from
  return at
}
