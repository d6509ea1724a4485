/** The title in the header: the first words of a note without one, and the ways to the title. Part. */
import type { Text } from "@codemirror/state"
import { EditorView } from "@codemirror/view"
import { at } from "../screen/page.ts"
import { type Heading, titleOf } from "../text/headings.ts"
import { t } from "../words.ts"
import { firstWords } from "./first-words.ts"

/** A longer first line is a paragraph. */
const LONGEST = 120
const IN_PLACE = /^ {0,3}[^\s>|:`\\~-]/

/** Draws the name of the note in the header and on the tab, and offers to make its first line the title. */
export function drawTitle({ state: { doc, readOnly } }: EditorView, all: readonly Heading[]): void {
  const title = titleOf(all)
  const name = title ?? (firstWords(doc.iterLines()) || t("editor.untitled"))
  const place = at("title")
  const tab = `${name} — Pochette`
  // Setting the same title again would style the page anew.
  if (document.title !== tab) document.title = tab
  if (place.textContent !== name) place.textContent = name
  place.classList.toggle("untitled", title === undefined)
  const isOffered = title === undefined && !readOnly && offered(doc) !== undefined
  for (const offer of document.querySelectorAll<HTMLElement>("[data-run=entitle]")) offer.hidden = !isOffered
}

/** The first line, where it may become the title as it stands. */
function offered(doc: Text): number | undefined {
  for (let n = 1; n <= doc.lines; n += 1) {
    const { from, text } = doc.line(n)
    if (!text.trim()) continue
    return text.length <= LONGEST && IN_PLACE.test(text) && firstWords([text]) ? from : undefined
  }
  return undefined
}

/** Selects the words of the title; goes to the first line where there is none. */
export function goToTitle(view: EditorView, title: Heading | undefined): void {
  const line = view.state.doc.lineAt(title?.from ?? 0)
  const from = title ? line.from + Math.max(0, line.text.search(/[^#\s]/)) : line.from
  view.dispatch({
    selection: { anchor: from, head: line.to },
    effects: EditorView.scrollIntoView(line.from, { y: "start", yMargin: 24 }),
  })
  view.focus()
}

/** Puts the caret on the line that becomes the title; false where none may. */
export function goToOffered(view: EditorView): boolean {
  const from = offered(view.state.doc)
  if (from === undefined) return false
  view.dispatch({ selection: { anchor: view.state.doc.lineAt(from).to }, scrollIntoView: true })
  return true
}
