/** The tools of the picture that is chosen: its width, its caption, and its end. Loaded late. */
import "./tools.css"
import { type Extension, Prec } from "@codemirror/state"
import { type EditorView, keymap, type PluginValue, ViewPlugin, type ViewUpdate } from "@codemirror/view"
import { html, nothing, render } from "lit-html"
import { shaped } from "../hands/guard.ts"
import { pictureAt, type Range } from "../hands/inline.ts"
import { lineOf } from "../hands/lines.ts"
import { icon } from "../screen/icon.ts"
import { keepFocus } from "../screen/popup.ts"
import { captionIn } from "../text/figures.ts"
import { t } from "../words.ts"

/** In per cent of the text. */
const WIDTHS = [25, 50, 75, 100]
const WIDTH = /\{width=(100|[1-9]\d?)%\}(?=[ \t]*$)/
const [EDGE_PX, GAP_PX] = [8, 8]

/** The picture that is all of the selection. */
function chosenIn({ state }: EditorView): Range | undefined {
  const { from, to, empty } = state.selection.main
  const picture = empty ? undefined : pictureAt(state, from)
  return picture?.from === from && picture.to === to ? picture : undefined
}

class Tools implements PluginValue {
  readonly #view: EditorView
  readonly #bar = document.createElement("div")
  #picture: Range | undefined

  constructor(view: EditorView) {
    this.#view = view
    Object.assign(this.#bar, {
      className: "picture-tools",
      popover: "manual",
      role: "toolbar",
      ariaLabel: t("picture.tools"),
    })
    keepFocus(this.#bar)
    this.#bar.onkeydown = event => this.#pressed(event)
    view.dom.after(this.#bar)
  }

  update({ docChanged, selectionSet, focusChanged, geometryChanged, view, state }: ViewUpdate): void {
    if (docChanged || selectionSet || focusChanged) {
      const isShown = (view.hasFocus || this.#bar.contains(document.activeElement)) && !state.readOnly
      this.#picture = isShown ? chosenIn(view) : undefined
      if (!this.#picture) this.#close()
      else {
        this.#draw(state.sliceDoc(this.#picture.from, this.#picture.to))
        this.#bar.showPopover()
        this.place()
      }
    } else if (geometryChanged) this.place()
  }

  destroy(): void {
    this.#bar.remove()
  }

  /** False where no picture is chosen. */
  enter(): boolean {
    if (!this.#picture) return false
    this.#bar.querySelector("button")?.focus()
    return true
  }

  place(): void {
    const picture = this.#picture
    if (!picture) return
    this.#view.requestMeasure({
      key: this,
      // The text may have changed since it was asked.
      read: () => (this.#picture === picture ? this.#shown(picture)?.getBoundingClientRect() : undefined),
      write: place => {
        if (!place) return
        const { offsetWidth: width, offsetHeight: height } = this.#bar
        const left = place.left + place.width / 2 - width / 2
        const above = place.top - height - GAP_PX
        const least = this.#view.scrollDOM.closest(".doc")?.getBoundingClientRect().top ?? 0
        // Over the picture where its upper edge is out of sight.
        const top = Math.max(above, Math.min(Math.max(least, 0) + EDGE_PX, place.bottom - height - GAP_PX))
        this.#bar.style.left = `${Math.max(EDGE_PX, Math.min(left, innerWidth - width - EDGE_PX))}px`
        this.#bar.style.top = `${top}px`
        this.#bar.classList.toggle("away", place.bottom < least || place.top > innerHeight)
      },
    })
  }

  #shown({ from }: Range): Element | undefined {
    const { node } = this.#view.domAtPos(from)
    const line = node instanceof Element ? node : node.parentElement
    const own = line?.closest(".cm-line")
    const block = own?.previousElementSibling
    return (
      own?.querySelector(".lp-inline.lp-chosen") ??
      (block?.matches(".lp-picture") ? (block.querySelector("img") ?? block) : (own ?? undefined))
    )
  }

  #close(): void {
    if (this.#bar.matches(":popover-open")) this.#bar.hidePopover()
  }

  #draw(said: string): void {
    const now = WIDTH.exec(said)?.[1] ?? ""
    const size = (width: string, label: string, hint: string) =>
      html`<button type="button" aria-pressed=${String(width === now)} title=${hint} aria-label=${hint} @click=${() => this.#resize(width)}>${label}</button>`
    const act = (name: string, label: string, run: () => void) =>
      html`<button type="button" aria-label=${label} title=${label} @click=${run}>${icon(name)}</button>`
    render(
      html`${size("", t("picture.own"), t("picture.ownHint"))}
      ${WIDTHS.map(width => size(`${width}`, t("picture.width", { width }), t("picture.widthHint", { width })))}
      <span></span>
      ${lineOf(this.#view.state, this.#picture?.from ?? 0).kind === "figure" ? act("pencil", t("picture.describe"), () => this.#describe(said)) : nothing}
      ${act("trash-2", t("picture.remove"), () => this.#remove())}`,
      this.#bar,
    )
  }

  #resize(width: string): void {
    const picture = this.#picture
    if (!picture) return
    const { state } = this.#view
    const said = state.sliceDoc(picture.from, picture.to)
    const end = said.replace(WIDTH, "").trimEnd().length
    const insert = width && `{width=${width}%}`
    this.#view.dispatch({
      changes: { from: picture.from + end, to: picture.to, insert },
      selection: { anchor: picture.from, head: picture.from + end + insert.length },
      annotations: shaped.of(true),
      userEvent: "input.format",
    })
  }

  #describe(said: string): void {
    const end = captionIn(said)?.to
    if (!this.#picture || end === undefined) return
    this.#view.dispatch({ selection: { anchor: this.#picture.from + end }, scrollIntoView: true })
    this.#view.focus()
  }

  #remove(): void {
    this.#view.focus()
    this.#view.dispatch(this.#view.state.replaceSelection(""), {
      userEvent: "delete.selection",
      scrollIntoView: true,
    })
  }

  #pressed(event: KeyboardEvent): void {
    const buttons = [...this.#bar.querySelectorAll("button")]
    const at = buttons.indexOf(event.target as HTMLButtonElement)
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const isOut = event.key === "Escape" || event.key === "Tab"
    if (step) buttons[(at + step + buttons.length) % buttons.length]?.focus()
    else if (isOut) this.#view.focus()
    if (step || isOut) event.preventDefault()
  }
}

const tools = ViewPlugin.define(view => new Tools(view), {
  eventObservers: {
    scroll() {
      this.place()
    },
  },
})

/** Tab leads to the tools of the picture that is chosen, and back. */
export const pictureTools: Extension = [
  tools,
  Prec.highest(keymap.of([{ key: "Tab", run: view => view.plugin(tools)?.enter() ?? false }])),
]
