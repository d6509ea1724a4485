/** Numbers of lists that lose their first items, or are divided: the rest goes on counting, as in Word. */
import { ensureSyntaxTree } from "@codemirror/language"
import { type ChangeSpec, type EditorState, type Extension, MapMode } from "@codemirror/state"
import { EditorView, type ViewUpdate } from "@codemirror/view"
import type { SyntaxNode } from "@lezer/common"
import { ySyncAnnotation } from "y-codemirror.next"
import { sameStep } from "../session/steps.ts"

const PARSE_MS = 20

/** Edits by hand; those that move items have given them their numbers. */
const isOurs = ({ transactions }: ViewUpdate) =>
  transactions.some(
    change =>
      ["input", "delete", "move"].some(event => change.isUserEvent(event)) &&
      !["input.indent", "input.type.compose", "move.line"].some(event => change.isUserEvent(event)),
  ) && transactions[0]?.annotation(ySyncAnnotation) === undefined

/** The ordered item that a line begins with. */
function itemAt(state: EditorState, at: number): SyntaxNode | undefined {
  const { from, to, text } = state.doc.lineAt(at)
  const start = from + (/^[\s>]*/.exec(text)?.[0].length ?? 0)
  const mark = ensureSyntaxTree(state, to, PARSE_MS)?.resolveInner(start, 1)
  return mark?.name === "ListMark" && mark.from === start && mark.parent?.parent?.name === "OrderedList"
    ? mark.parent
    : undefined
}

/** The first item of a list that begins on the line of a change, or behind it. */
function firstBehind(state: EditorState, at: number): SyntaxNode | undefined {
  const { doc } = state
  let line = doc.lineAt(at)
  if (!itemAt(state, line.from)) {
    if (line.number === doc.lines) return undefined
    line = doc.line(line.number + 1)
  }
  while (!line.text.trim() && line.number < doc.lines) line = doc.line(line.number + 1)
  const item = itemAt(state, line.from)
  return item && !before(item) ? item : undefined
}

function before(item: SyntaxNode): SyntaxNode | undefined {
  let node = item.prevSibling
  while (node && node.name !== "ListItem") node = node.prevSibling
  return node ?? undefined
}

function depth(item: SyntaxNode): number {
  let count = 0
  for (let node: SyntaxNode | null = item; node; node = node.parent) if (node.name === "ListItem") count += 1
  return count
}

const numberOf = (state: EditorState, item: SyntaxNode) => {
  const mark = item.getChild("ListMark")
  return mark ? Number.parseInt(state.sliceDoc(mark.from, mark.to), 10) : 1
}

/** The change of the number of a list that begins with an item that was not the first one of its list. */
export function numbering({
  state,
  startState,
  changes,
}: Pick<ViewUpdate, "state" | "startState" | "changes">): ChangeSpec[] {
  const found = new Map<number, ChangeSpec>()
  const back = changes.invertedDesc
  changes.iterChangedRanges((_from, _to, _start, end) => {
    const item = firstBehind(state, end)
    if (!item || found.has(item.from)) return
    const old = itemAt(startState, back.mapPos(item.from, 1))
    if (!old || !before(old) || depth(old) !== depth(item)) return
    let [first, left] = [old, 0]
    for (let node = before(old); node; node = before(node)) {
      first = node
      if (changes.mapPos(node.from, 1, MapMode.TrackAfter) !== null) left += 1
    }
    const [now, wanted] = [numberOf(state, item), numberOf(startState, first) + left]
    const insert = String(wanted)
    if (now !== wanted) found.set(item.from, { from: item.from, to: item.from + String(now).length, insert })
  })
  return [...found.values()]
}

/** As an edit of its own, of the same step of undo. */
export const firstNumbers: Extension = EditorView.updateListener.of(update => {
  if (!update.docChanged || update.state.readOnly || !isOurs(update)) return
  const specs = numbering(update)
  if (specs.length > 0) update.view.dispatch({ changes: specs, annotations: sameStep.of(true) })
})
