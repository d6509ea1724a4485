/** The dialog of the search: one field, filters, one list. Loaded when it is asked for. */
import "./search.css"
import { html, nothing, render } from "lit-html"
import { icon } from "../screen/icon.ts"
import { openModal } from "../screen/modal.ts"
import { t } from "../words.ts"
import { commandsOf, send } from "./acts.ts"
import type { Filters, Passage, Result } from "./ask.ts"
import { begin } from "./begin.ts"
import { type Acting, body } from "./body.ts"
import { chips } from "./chips.ts"
import { foot } from "./foot.ts"
import type { Command, Here } from "./here.ts"
import { carryDrawings } from "./icons.ts"
import { edge, Lines, lineId, moved } from "./lines.ts"
import { notices } from "./notices.ts"
import { addressAt } from "./passage.ts"
import { type Recent, recents } from "./recent.ts"
import { forgetSearches, keepSearch } from "./searches.ts"
import { PHONE, sheet } from "./sheet.ts"
import { SearchState } from "./state.ts"

/** Longest query that the server takes. */
const MOST = 500

/** `take` gives what was typed elsewhere before the dialog was there, once. */
export function openSearch(here: Here, take: () => string): void {
  if (document.querySelector("dialog:modal")) return
  carryDrawings()
  new Finding(here).open(take())
}

class Finding {
  readonly #here: Here
  readonly #dialog = document.createElement("dialog")
  readonly #sheet = sheet(() => this.#dialog.close())
  readonly #state: SearchState
  readonly #commands: readonly Command[]
  readonly #unfolded = new Set<string>()
  #recents: readonly Recent[] = []
  #lines = new Lines(0)
  #at = 0
  #hasMoved = false
  #isChoosing = false
  /** Enter was pressed before the answer came. */
  #opensFirst: "" | "here" | "tab" = ""

  constructor(here: Here) {
    this.#here = here
    this.#commands = commandsOf(here, () => this.#chooseBinder())
    this.#state = new SearchState(here.scope, {
      changed: () => this.#changed(),
      tell: text => this.#tell(text),
      rewrite: typed => this.#fill(typed),
    })
  }

  open(typed: string): void {
    const dialog = this.#dialog
    dialog.className = "finding"
    dialog.setAttribute("aria-label", t("finding.name"))
    dialog.addEventListener("pointerdown", event => event.target === dialog && dialog.close())
    dialog.addEventListener("keydown", event => this.#key(event))
    dialog.addEventListener("close", () => this.#closed())
    document.body.append(dialog)
    this.#draw()
    openModal(dialog)
    this.#field?.focus()
    if (typed) this.#look(typed)
    void recents().then(found => {
      this.#recents = found
      this.#draw()
    })
  }

  /** Nothing was found: Enter begins no note until an arrow has led there. */
  get #isUnmoved(): boolean {
    const { isAsking, found } = this.#state
    return !this.#hasMoved && isAsking && !found?.results.length
  }

  get #field(): HTMLInputElement | null {
    return this.#dialog.querySelector("input")
  }

  #closed(): void {
    this.#state.stop()
    this.#sheet.left()
    this.#dialog.remove()
  }

  #changed(): void {
    this.#draw()
    const how = this.#opensFirst
    if (!this.#state.isSettled || !how) return
    this.#opensFirst = ""
    if (this.#state.found?.results.length) this.#lines.all[0]?.open(how === "tab")
  }

  #tell(text: string): void {
    const told = this.#dialog.querySelector(".told")
    if (told) told.textContent = text
  }

  #fill(words: string): void {
    if (this.#field) this.#field.value = words
  }

  #type(typed: string): void {
    this.#at = 0
    this.#hasMoved = false
    this.#opensFirst = ""
    this.#isChoosing = false
    this.#unfolded.clear()
    this.#state.type(typed)
  }

  /** Looks for other words, as if they had been typed. */
  #look(words: string): void {
    this.#fill(words)
    this.#type(words)
    this.#field?.focus()
  }

  #choose(change: Partial<Filters>): void {
    this.#at = 0
    this.#state.choose(change)
    this.#field?.focus()
  }

  #widen(): void {
    this.#at = 0
    this.#state.widen()
    this.#field?.focus()
  }

  #chooseBinder(): void {
    this.#look("")
    this.#isChoosing = true
    this.#draw()
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing || this.#dialog.querySelector(":popover-open")) return
    if (event.key === "Escape") {
      event.preventDefault()
      if (this.#state.typed || this.#isChoosing) this.#look("")
      else this.#dialog.close()
      return
    }
    const field = this.#field
    if (event.target !== field || !field) return
    const isWith = event.ctrlKey || event.metaKey
    const { all } = this.#lines
    const to = isWith ? edge(event.key, all.length) : moved(event.key, this.#lines.at, all.length)
    if (event.key === "Enter") {
      event.preventDefault()
      if (this.#state.isSettled) all[this.#lines.at]?.open(isWith)
      else this.#opensFirst = isWith ? "tab" : "here"
    } else if (to !== undefined) {
      event.preventDefault()
      this.#at = to
      this.#hasMoved = true
      this.#draw()
      document.getElementById(lineId(to))?.scrollIntoView({ block: "nearest" })
    } else if (event.key === "ArrowRight" && field.selectionStart === field.value.length)
      all[this.#lines.at]?.unfold?.()
  }

  #go(url: string, tab: boolean): void {
    if (tab) {
      window.open(url, "_blank", "noopener")
      return
    }
    this.#sheet.go(url)
    // The page may be the same one, which then stays.
    this.#dialog.close()
  }

  #openNote(result: Result, passage: Passage | undefined, tab: boolean): void {
    keepSearch(this.#state.typed)
    const { note, goTo } = this.#here
    if (!tab && goTo && result.note === note && passage?.of === "text") {
      this.#dialog.close()
      goTo(passage.quote)
    } else this.#go(addressAt(result.url, passage), tab)
  }

  #act(command: Command, tab: boolean): void {
    if (command.href) this.#go(command.href, tab)
    else if (command.post) send(command.post)
    else {
      // What opens at the caret opens first: closing would lead to the text, which asks a newcomer's name.
      if (command.isOfPlace) command.run?.()
      if (!command.isHere) this.#dialog.close()
      if (!command.isOfPlace) command.run?.()
    }
  }

  async #begin(title: string, tab: boolean): Promise<void> {
    const url = await begin(this.#here, title)
    if (url) this.#go(url, tab)
    else {
      this.#state.problem = { words: t("finding.beginFailed"), isQuery: true }
      this.#draw()
    }
  }

  readonly #acting: Acting = {
    go: (url, tab) => this.#go(url, tab),
    look: words => this.#look(words),
    forget: () => {
      forgetSearches()
      this.#draw()
    },
    act: (command, tab) => this.#act(command, tab),
    openNote: (result, passage, tab) => this.#openNote(result, passage, tab),
    begin: (title, tab) => void this.#begin(title, tab),
    unfold: note => {
      this.#unfolded.add(note)
      this.#draw()
    },
    focus: () => this.#field?.focus(),
  }

  #draw(): void {
    const state = this.#state
    const lines = new Lines(this.#isUnmoved ? -1 : this.#at)
    const shown = {
      here: this.#here,
      state,
      recents: this.#recents,
      commands: this.#commands,
      unfolded: this.#unfolded,
      isChoosing: this.#isChoosing,
    }
    const { before, list, after } = body(shown, lines, this.#acting)
    this.#lines = lines
    if (this.#at > 0 && this.#at >= lines.all.length) {
      this.#at = 0
      this.#draw()
      return
    }
    const hasLines = lines.all.length > 0
    const again = () => {
      void state.ask()
      this.#field?.focus()
    }
    render(
      html`${this.#head(hasLines)}
        ${state.isAsking ? this.#filters() : nothing}
        <p class="told vh" role="status"></p>
        <div class="body ${state.isOld ? "old" : ""}">${notices(state.problem, state.found, state.isOffline, again)}${before}${
          hasLines
            ? html`<div class="lines" id="finding-list" role="listbox" aria-label=${t("finding.list")}
                @mousedown=${(event: Event) => event.preventDefault()}>${list}</div>`
            : nothing
        }${after}</div>
        ${foot(state.isAsking, lines.all[lines.at]?.unfold !== undefined, state.scope?.name)}`,
      this.#dialog,
    )
  }

  #head(hasLines: boolean) {
    const close = () => this.#dialog.close()
    return html`<div class="ask">
      <button type="button" class="x back" aria-label=${t("finding.close")} @click=${close}>${icon("chevron-left")}</button>
      ${icon("search")}
      <input role="combobox" aria-label=${t("finding.name")} aria-autocomplete="list" aria-expanded=${hasLines}
        aria-controls=${hasLines ? "finding-list" : nothing} aria-activedescendant=${hasLines && this.#lines.at >= 0 ? lineId(this.#lines.at) : nothing}
        placeholder=${t(PHONE.matches ? "finding.fieldShort" : "finding.field")} maxlength=${MOST}
        enterkeyhint="search" autocomplete="off" autocapitalize="off" spellcheck="false" autofocus
        @input=${(event: Event) => this.#type((event.target as HTMLInputElement).value)}>
      <button type="button" class="x empty" aria-label=${t("finding.empty")} ?hidden=${!this.#state.typed}
        @click=${() => this.#look("")}>${icon("x")}</button>
      <button type="button" class="escape" @click=${close}><span class="vh">${t("finding.close")}</span><kbd aria-hidden="true">${t("keys.escape")}</kbd></button>
    </div>`
  }

  #filters() {
    const { filters, scope, facets, count } = this.#state
    return html`<div class="filter-bar">${chips({
      filters,
      scope: scope?.name ?? "",
      facets,
      choose: change => this.#choose(change),
      widen: () => this.#widen(),
    })}<span class="count">${count}</span></div>`
  }
}
