/** The outline at left: the note's headings, with the one that the caret is under marked. */
import { EditorView } from "@codemirror/view"
import { html, render } from "lit-html"
import { icon } from "../screen/icon.ts"
import { t } from "../words.ts"
import { anchorsOf, type Heading } from "./headings.ts"

const DEEPEST = 3

/** `copy` copies the link to what a part of an address names. */
export function drawOutline(
  list: HTMLElement,
  view: EditorView,
  all: readonly Heading[],
  copy: (hash: string) => void,
): void {
  const names = anchorsOf(all)
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
    shown.map(heading => {
      const hash = `#${names[all.indexOf(heading)]}`
      return html`<li><a href=${hash} class="h${heading.level}"
        aria-current=${heading === current ? "location" : "false"}
        @click=${(event: Event) => go(event, view.state.doc.lineAt(heading.from).to)}>${heading.text}</a><button type="button" class="x" aria-label=${t("target.copyTo", { heading: heading.text })} title=${t("target.copy")} @click=${() => copy(hash)}>${icon("link")}</button></li>`
    }),
    list,
  )
}
