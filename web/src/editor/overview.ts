/** Views of the whole text: the title of the page, the outline at left, the counts. */
import { EditorView } from "@codemirror/view"
import { html, render } from "lit-html"
import { icon } from "../screen/icon.ts"
import { at } from "../screen/page.ts"
import { anchorsOf, type Heading, headings, titleOf } from "../text/headings.ts"
import { t } from "../words.ts"
import { drawCounts } from "./counts.ts"
import type { Editor } from "./editor.ts"
import { copyLink } from "./links.ts"

export function wireOverview(editor: Editor): void {
  editor.use({
    rested(view) {
      const all = headings(view.state.doc)
      const title = titleOf(all) ?? t("editor.untitled")
      const name = `${title} — Pochette`
      // Setting the same title again would style the page anew.
      if (document.title !== name) {
        document.title = name
        at("title").textContent = title
      }
      drawOutline(at("outline"), view, all, hash => copyLink(editor, hash))
      drawCounts(document, view.state)
    },
  })
}

const DEEPEST = 3

interface Drawn {
  readonly shown: readonly Heading[]
  /** Index of the heading above the caret. */
  readonly at: number
}

/** Per list: the headings that it shows, at their present positions. */
const drawn = new WeakMap<HTMLElement, Drawn>()

/** `copy` copies the link with this hash. */
function drawOutline(
  list: HTMLElement,
  view: EditorView,
  all: readonly Heading[],
  copy: (hash: string) => void,
): void {
  const shown = all.filter(({ level, text }) => level <= DEEPEST && text)
  const { head } = view.state.selection.main
  const at = Math.max(
    0,
    shown.findLastIndex(({ from }) => from <= head),
  )
  const before = drawn.get(list)
  drawn.set(list, { shown, at })
  if (before?.at === at && isSame(before.shown, shown)) return
  const names = anchorsOf(all)
  const go = (event: Event, index: number) => {
    event.preventDefault()
    const { to } = drawn.get(list)?.shown[index] ?? view.state.selection.main
    view.dispatch({
      selection: { anchor: to },
      effects: EditorView.scrollIntoView(to, { y: "start", yMargin: 24 }),
    })
    view.focus()
  }
  render(
    shown.map((heading, index) => {
      const hash = `#${names[all.indexOf(heading)]}`
      return html`<li><a href=${hash} class="h${heading.level}"
        aria-current=${index === at ? "location" : "false"}
        @click=${(event: Event) => go(event, index)}>${heading.text}</a><button type="button" class="x" aria-label=${t("target.copyTo", { heading: heading.text })} title=${t("target.copy")} @click=${() => copy(hash)}>${icon("link")}</button></li>`
    }),
    list,
  )
}

/** Compares levels and texts; positions do not matter. */
const isSame = (some: readonly Heading[], others: readonly Heading[]): boolean =>
  some.length === others.length &&
  some.every(({ level, text }, index) => others[index]?.level === level && others[index].text === text)
