/** The outline at left: the note's headings, with the one that the caret is under marked. */
import { EditorView } from "@codemirror/view"
import { html, render } from "lit-html"
import type { Heading } from "./headings.ts"

const DEEPEST = 3

export function drawOutline(list: HTMLElement, view: EditorView, all: readonly Heading[]): void {
  const shown = all.filter(({ level, text }) => level <= DEEPEST && text)
  const { head } = view.state.selection.main
  const current = shown.findLast(({ from }) => from <= head) ?? shown[0]
  const go = (event: Event, at: number) => {
    event.preventDefault()
    view.dispatch({
      selection: { anchor: at },
      effects: EditorView.scrollIntoView(at, { y: "start", yMargin: 24 }),
    })
    view.focus()
  }
  render(
    shown.map(
      heading => html`<li><a href="#editor" class="h${heading.level}"
        aria-current=${heading === current ? "location" : "false"}
        @click=${(event: Event) => go(event, view.state.doc.lineAt(heading.from).to)}>${heading.text}</a></li>`,
    ),
    list,
  )
}
