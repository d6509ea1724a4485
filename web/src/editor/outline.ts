/** The outline at the left of the text: its headings, each with a button that copies the link to it. Part. */
import { EditorView } from "@codemirror/view"
import { html, render } from "lit-html"
import { icon } from "../screen/icon.ts"
import { anchorsOf, type Heading } from "../text/headings.ts"
import { t } from "../words.ts"

const DEEPEST = 3

interface Drawn {
  readonly shown: readonly Heading[]
  /** Index of the heading above the caret. */
  readonly at: number
}

/** Per list: the headings that it shows, at their present positions. */
const drawn = new WeakMap<HTMLElement, Drawn>()

/** `copy` copies the link with this hash. */
export function drawOutline(
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
      return html`<li aria-level=${heading.level}><a href=${hash} class="h${heading.level}"
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
