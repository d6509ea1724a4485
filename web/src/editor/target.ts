/** Deep links to a heading or a comment: copied, and followed. Part, loaded late. */
import { StateEffect, StateField } from "@codemirror/state"
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view"
import type { Comments } from "../comments/comments.ts"
import { copyText } from "../screen/clipboard.ts"
import { toast } from "../screen/toast.ts"
import { anchorsOf, headings } from "../text/headings.ts"
import { t } from "../words.ts"

const COMMENT = /^#c-(\d+)$/

const aim = StateEffect.define<number>()
const line = Decoration.line({ class: "lp-target" })

/** The line that a link led to, marked until the next input. */
const target = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, change) {
    for (const effect of change.effects) if (effect.is(aim)) return Decoration.set(line.range(effect.value))
    return change.isUserEvent("input") ? Decoration.none : value.map(change.changes)
  },
  provide: self => EditorView.decorations.from(self),
})

/** Scrolls to the heading named by `hash`; false where there is none. */
export function goTo(view: EditorView, hash: string): boolean {
  const name = decoded(hash.slice(1))
  const all = headings(view.state.doc)
  const at = all[anchorsOf(all).indexOf(name)]?.from
  if (at === undefined) return false
  if (!view.state.field(target, false)) view.dispatch({ effects: StateEffect.appendConfig.of(target) })
  view.dispatch({
    selection: { anchor: view.state.doc.lineAt(at).to },
    effects: [aim.of(at), EditorView.scrollIntoView(at, { y: "start", yMargin: 24 })],
  })
  return true
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** Opens the thread of the comment named by `hash`; false where there is none. */
export function goToComment(comments: Comments, hash: string): boolean {
  const number = COMMENT.exec(hash)?.[1]
  return number !== undefined && comments.open(Number(number))
}

/** Copies the link to the heading over the caret, or to `hash`; with the right of this page's own address. */
export async function copyLink(view: EditorView, hash?: string): Promise<void> {
  const all = headings(view.state.doc)
  const above = all.findLastIndex(({ from }) => from <= view.state.selection.main.head)
  const to = hash ?? (above < 0 ? "" : `#${anchorsOf(all)[above]}`)
  const isCopied = await copyText(location.origin + location.pathname + encodeURI(to))
  toast(t(isCopied ? "target.copied" : "target.notCopied"))
}
