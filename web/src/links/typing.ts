/** An address that is typed or pasted becomes a link, and Backspace right after takes the link off again. */
import {
  type EditorState,
  type Extension,
  Prec,
  StateEffect,
  StateField,
  type Transaction,
} from "@codemirror/state"
import { EditorView, keymap } from "@codemirror/view"
import { ySyncAnnotation } from "y-codemirror.next"
import type { UndoManager } from "yjs"
import { bareAt } from "../text/addresses.ts"
import { linkedAt, subjectOf, withoutLink } from "./change.ts"
import { isInCode, linkAt, type Range } from "./find.ts"
import { completed, linkAround } from "./write.ts"

/** Domains that are taken for an address when they are typed; other words with a point in them are none. */
const DOMAIN =
  /^(?:[\p{L}\p{N}-]+\.)+(?:(?:com|org|net|eu|fr|int|gov|edu|io|info|uk|be|ch|lu|example)(?![\p{L}\p{N}_.-])|[a-z]{2,}(?=\/\S))(?:\/\S*)?$/u
const LAST = /(?:^|[\s(«“"])([^\s(«“"]+)$/
/** Keys that end an address. */
const ENDS = /^[\s,;!)»]$/
const BEHIND = /[.:?…]+$/

interface Fresh extends Range {
  /** Where the caret stands when Backspace takes the link off. */
  readonly caret: number
}

const made = StateEffect.define<Fresh>()

const fresh = StateField.define<Fresh | undefined>({
  create: () => undefined,
  update(before, change) {
    for (const effect of change.effects) if (effect.is(made)) return effect.value
    if (change.annotation(ySyncAnnotation)) return before && mapped(before, change)
    return change.docChanged ? bareBefore(change) : change.selection ? undefined : before
  },
})

const mapped = ({ from, to, caret }: Fresh, { changes }: Transaction): Fresh => ({
  from: changes.mapPos(from, 1),
  to: changes.mapPos(to, -1),
  caret: changes.mapPos(caret, 1),
})

/** A bare address that a space ends, or that was pasted whole. */
function bareBefore(change: Transaction): Fresh | undefined {
  const { state } = change
  const { head } = state.selection.main
  const isTyped = change.isUserEvent("input.type") && state.sliceDoc(head - 1, head) === " "
  if (!isTyped && !change.isUserEvent("input.paste")) return undefined
  const end = isTyped ? head - 1 : head
  const said = LAST.exec(lineBefore(state, end))?.[1] ?? ""
  return said && bareAt(said) === said ? { from: end - said.length, to: end, caret: head } : undefined
}

const lineBefore = (state: EditorState, at: number) => state.sliceDoc(state.doc.lineAt(at).from, at)

/** A bare domain before the caret, that is no link yet. */
function domainBefore(state: EditorState, at: number): Range | undefined {
  const said = (LAST.exec(lineBefore(state, at))?.[1] ?? "").replace(BEHIND, "")
  const gap = lineBefore(state, at).slice(0, at).match(BEHIND)?.[0].length ?? 0
  const range = { from: at - gap - said.length, to: at - gap }
  if (!DOMAIN.test(said) || isInCode(state, range.to) || linkAt(state, range.to)) return undefined
  return range
}

/** Makes a link of what was typed, one step of undo apart from the letters. */
function link(view: EditorView, { from, to }: Range, undo: UndoManager): void {
  const { state } = view
  const said = state.sliceDoc(from, to)
  const changes = state.changes(linkAround(from, said, `https://${said}`))
  const caret = changes.mapPos(state.selection.main.head, 1)
  undo.stopCapturing()
  view.dispatch({
    changes,
    selection: { anchor: caret },
    effects: made.of({ from, to: changes.mapPos(to, 1), caret }),
    userEvent: "input.format",
  })
  undo.stopCapturing()
}

export function linkTyping(undo: () => UndoManager): Extension {
  const typed = EditorView.inputHandler.of((view, from, to, text, insert) => {
    if (!ENDS.test(text) || from !== to || view.composing) return false
    const range = domainBefore(view.state, from)
    if (!range) return false
    view.dispatch(insert())
    link(view, range, undo())
    return true
  })
  const enter = (view: EditorView): boolean => {
    const { main } = view.state.selection
    const range = main.empty ? domainBefore(view.state, main.head) : undefined
    if (range) link(view, range, undo())
    return false
  }
  const takeOff = (view: EditorView): boolean => {
    const { main } = view.state.selection
    const last = view.state.field(fresh)
    const found = last && main.empty && main.head === last.caret ? linkAt(view.state, last.from) : undefined
    if (!found) return false
    const { changes } = withoutLink(view.state, found)
    undo().stopCapturing()
    view.dispatch({ ...(changes ? { changes } : {}), userEvent: "input.format" })
    undo().stopCapturing()
    return true
  }
  return [
    fresh,
    Prec.high(typed),
    Prec.highest(
      keymap.of([
        { key: "Enter", run: enter },
        { key: "Backspace", run: takeOff },
      ]),
    ),
    Prec.high(EditorView.domEventHandlers({ paste: (event, view) => pasted(event, view, undo()) })),
  ]
}

/** Over a selection an address makes a link of it; a domain alone becomes a link. */
function pasted({ clipboardData: data }: ClipboardEvent, view: EditorView, undo: UndoManager): boolean {
  const { state } = view
  const { main } = state.selection
  const said = data?.getData("text/plain").trim() ?? ""
  const found = completed(said)
  if (state.readOnly || "refusal" in found || isInCode(state, main.from)) return false
  if (!(bareAt(said) === said || DOMAIN.test(said) || /^(?:https?:|mailto:|\/[npc]\/)/i.test(said)))
    return false
  if (main.empty) {
    if (bareAt(said) || !DOMAIN.test(said) || linkAt(state, main.head)) return false
    view.dispatch(state.replaceSelection(said), { userEvent: "input.paste", scrollIntoView: true })
    const { head } = view.state.selection.main
    link(view, { from: head - said.length, to: head }, undo)
    return true
  }
  const subject = subjectOf(state)
  undo.stopCapturing()
  view.dispatch({ ...linkedAt(state, subject, found.address, undefined), userEvent: "input.paste" })
  undo.stopCapturing()
  return true
}
