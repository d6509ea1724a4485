/** The card of a link, at the caret or under the pointer: where it leads, open, copy, change, take away. */
import "./links.css"
import type { Extension } from "@codemirror/state"
import { type EditorView, type PluginValue, ViewPlugin, type ViewUpdate } from "@codemirror/view"
import { html, nothing, render } from "lit-html"
import { ownOf } from "../note-links/own.ts"
import { icon } from "../screen/icon.ts"
import { keepFocus, placeAt } from "../screen/popup.ts"
import { t } from "../words.ts"
import { linkAt, type TextLink } from "./find.ts"
import { copyAddress, openLink } from "./open.ts"
import { short } from "./write.ts"

/** How long the pointer rests on a link before its card shows, and may be away before it goes. */
const REST_MS = 350
const OWN = /^(\/[npc]\/[\w-]{22})(?:#|$)/

export interface CardActions {
  edit(view: EditorView): void
  takeAway(view: EditorView, link: TextLink): void
}

export function linkCard(actions: CardActions): Extension {
  return ViewPlugin.define(view => new Card(view, actions), {
    eventObservers: {
      mouseover(event) {
        this.hover(event)
      },
      mouseout() {
        this.leave()
      },
      keydown({ key }) {
        if (key === "Escape") this.close()
      },
      scroll() {
        this.place()
      },
      blur() {
        this.close()
      },
    },
  })
}

class Card implements PluginValue {
  readonly #view: EditorView
  readonly #actions: CardActions
  readonly #card = document.createElement("div")
  readonly #said = document.createElement("p")
  readonly #listening = new AbortController()
  #link: TextLink | undefined
  /** Of a note of this server, once it is known. */
  #title = ""
  #timer = 0

  constructor(view: EditorView, actions: CardActions) {
    this.#view = view
    this.#actions = actions
    Object.assign(this.#card, {
      className: "link-card",
      popover: "manual",
      role: "group",
      ariaLabel: t("links.card"),
    })
    Object.assign(this.#said, { className: "vh", role: "status" })
    keepFocus(this.#card)
    const { signal } = this.#listening
    this.#card.addEventListener("mouseenter", () => clearTimeout(this.#timer), { signal })
    this.#card.addEventListener("mouseleave", () => this.leave(), { signal })
    view.dom.after(this.#card, this.#said)
  }

  update({ state, docChanged, selectionSet, focusChanged, geometryChanged, view }: ViewUpdate): void {
    if (docChanged) this.close()
    else if (selectionSet || (focusChanged && view.hasFocus)) {
      const { main } = state.selection
      const link = main.empty && view.hasFocus && !state.readOnly ? linkAt(state, main.head) : undefined
      if (!link) this.close()
      else if (link.from !== this.#link?.from) this.#open(link, true)
    } else if (geometryChanged) this.place()
  }

  destroy(): void {
    clearTimeout(this.#timer)
    this.#listening.abort()
    this.#card.remove()
    this.#said.remove()
  }

  hover({ target }: MouseEvent): void {
    const shown = (target as Element).closest?.(".lp-link")
    if (!shown) return
    clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => {
      if (!shown.isConnected) return
      const link = linkAt(this.#view.state, this.#view.posAtDOM(shown))
      if (link && link.from !== this.#link?.from) this.#open(link, false)
    }, REST_MS)
  }

  /** The card of the caret stays. */
  leave(): void {
    clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => {
      const { state, hasFocus } = this.#view
      const { main } = state.selection
      if (!(hasFocus && main.empty && this.#link && this.#link.from === linkAt(state, main.head)?.from))
        this.close()
    }, REST_MS)
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#link = undefined
    this.#said.textContent = ""
    if (this.#card.matches(":popover-open")) this.#card.hidePopover()
  }

  #open(link: TextLink, isSaid: boolean): void {
    this.#link = link
    this.#title = ""
    this.#draw()
    this.#card.showPopover()
    this.place()
    const [, path] = OWN.exec(link.target) ?? []
    if (path) void this.#name(link, path)
    if (isSaid) this.#said.textContent = t("links.said", { address: this.#where() })
  }

  async #name(link: TextLink, path: string): Promise<void> {
    const own = await ownOf(path)
    if (!own || this.#link !== link) return
    this.#title = own.title || t("editor.untitled")
    this.#draw()
    this.place()
  }

  #where(): string {
    const { target = "", address = "" } = this.#link ?? {}
    if (!target) return t("links.nowhere", { address })
    if (target.startsWith("#")) return t("links.heading")
    return this.#title || (OWN.test(target) ? t("links.note") : short(target))
  }

  #draw(): void {
    const link = this.#link
    if (!link) return
    const kind = OWN.test(link.target)
      ? "file-text"
      : link.target.startsWith("mailto:")
        ? "mail"
        : "external-link"
    const act = (name: "copy" | "pencil" | "unlink", label: string, run: () => void) =>
      html`<button type="button" aria-label=${label} title=${label} @click=${run}>${icon(name)}</button>`
    const { state } = this.#view
    render(
      html`${
        link.target
          ? html`<a href=${link.target} target="_blank" rel="noopener noreferrer" title=${short(link.target)} @click=${(event: Event) => this.#follow(event, link)}>${icon(kind)}<span>${this.#where()}</span></a>
      ${act("copy", t("links.copy"), () => void copyAddress(link.target))}`
          : html`<p>${this.#where()}</p>`
      }${
        state.readOnly
          ? nothing
          : html`${act("pencil", t("links.change"), () => this.#change(link))}
      ${act("unlink", t("links.takeAway"), () => this.#takeAway(link))}`
      }`,
      this.#card,
    )
  }

  #follow(event: Event, { target }: TextLink): void {
    event.preventDefault()
    openLink(target)
  }

  #change({ words }: TextLink): void {
    this.#view.dispatch({ selection: { anchor: words.to } })
    this.close()
    this.#actions.edit(this.#view)
  }

  #takeAway(link: TextLink): void {
    this.close()
    this.#actions.takeAway(this.#view, link)
  }

  place(): void {
    const link = this.#link
    if (!link) return
    this.#view.requestMeasure({
      key: this,
      read: () =>
        link.to <= this.#view.state.doc.length ? this.#view.coordsAtPos(link.words.from, 1) : null,
      write: caret => {
        if (caret) placeAt(this.#card, caret, this.#view.dom.closest(".doc") ?? this.#view.dom)
      },
    })
  }
}
