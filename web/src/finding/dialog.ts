/** The dialog of the search: one field, filters, one list. Loaded when it is asked for. */
import "./finding.css"
import { html, nothing, render } from "lit-html"
import { icon } from "../screen/icon.ts"
import { t } from "../words.ts"
import { commandsOf, matching, send } from "./acts.ts"
import { type Filters, type Found, NO_FILTERS, Questions, type Result } from "./ask.ts"
import { chips } from "./chips.ts"
import { foot } from "./foot.ts"
import type { Command, Here } from "./here.ts"
import { carryDrawings } from "./icons.ts"
import { Lines, lineId, moved } from "./lines.ts"
import { none } from "./none.ts"
import { addressAt } from "./passage.ts"
import { type Recent, recents } from "./recent.ts"
import { resultLines } from "./results.ts"
import { forgetSearches, keepSearch } from "./searches.ts"
import { sheet } from "./sheet.ts"
import { acts, binderLines, type Doing, row, start } from "./start.ts"
import { typedFilters } from "./typed.ts"

/** Debounce of questions; what is old is dimmed; the count is said. */
const REST_MS = 120
const DIM_MS = 300
const SAID_MS = 600
/** Longest query that the server takes. */
const MOST = 500

export function openFinding(here: Here, typed = ""): void {
  if (document.querySelector("dialog:modal")) return
  carryDrawings()
  new Finding(here).open(typed)
}

class Finding {
  readonly #here: Here
  readonly #dialog = document.createElement("dialog")
  readonly #questions = new Questions()
  readonly #sheet = sheet(() => this.#dialog.close())
  #typed = ""
  #filters: Filters = NO_FILTERS
  #scope: Here["scope"]
  #recents: readonly Recent[] = []
  #found: Found | undefined
  #facets: Found["facets"] = { themes: [], people: [] }
  #problem: "" | "failed" | { readonly words: string } = ""
  #isOffline = false
  #isOld = false
  #isChoosing = false
  #unfolded = new Set<string>()
  #lines = new Lines(0)
  #at = 0
  #rest = 0
  #dim = 0
  #say = 0

  constructor(here: Here) {
    this.#here = here
    this.#scope = here.scope
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
    dialog.showModal()
    const field = this.#field
    if (field) field.value = typed
    field?.focus()
    if (typed) this.#type(typed)
    void recents().then(found => {
      this.#recents = found
      this.#draw()
    })
  }

  get #field(): HTMLInputElement | null {
    return this.#dialog.querySelector("input")
  }

  get #isAsking(): boolean {
    const { theme, status, who, since } = this.#filters
    return !this.#isActing && Boolean(this.#typed.trim() || theme || status || who || since)
  }

  /** Only commands are shown. */
  get #isActing(): boolean {
    return this.#typed.startsWith(">")
  }

  #closed(): void {
    clearTimeout(this.#rest)
    clearTimeout(this.#dim)
    clearTimeout(this.#say)
    this.#questions.drop()
    this.#sheet.left()
    this.#dialog.remove()
  }

  #type(typed: string): void {
    this.#typed = typed
    this.#isChoosing = false
    this.#ask(REST_MS)
  }

  #choose(change: Partial<Filters>): void {
    this.#filters = { ...this.#filters, ...change }
    this.#ask(0)
    this.#field?.focus()
  }

  #widen(): void {
    this.#scope = undefined
    this.#ask(0)
    this.#field?.focus()
  }

  #ask(after: number): void {
    clearTimeout(this.#rest)
    clearTimeout(this.#say)
    this.#at = 0
    this.#questions.drop()
    if (this.#isAsking) this.#rest = window.setTimeout(() => void this.#question(), after)
    else this.#forget()
    this.#draw()
  }

  #forget(): void {
    clearTimeout(this.#dim)
    this.#found = undefined
    this.#problem = ""
    this.#isOffline = false
    this.#isOld = false
  }

  async #question(after?: number): Promise<void> {
    const typed = this.#typed
    clearTimeout(this.#dim)
    this.#dim = window.setTimeout(() => {
      this.#isOld = true
      this.#draw()
    }, DIM_MS)
    const answer = await this.#questions.ask({
      ...this.#filters,
      q: typed,
      binder: this.#scope?.id ?? "",
      ...(after === undefined ? {} : { after }),
    })
    if (!answer) return
    clearTimeout(this.#dim)
    this.#isOld = false
    this.#problem = answer.kind === "refused" ? answer : answer.kind === "failed" ? "failed" : ""
    this.#isOffline = answer.kind === "offline"
    if (answer.kind === "found") this.#take(answer.found, typed, after)
    else if (answer.kind === "offline") await this.#findKept(typed)
    this.#draw()
    this.#say = window.setTimeout(() => this.#tell(), SAID_MS)
  }

  #take(found: Found, typed: string, after?: number): void {
    const before = after === undefined ? [] : (this.#found?.results ?? [])
    this.#found = { ...found, results: [...before, ...found.results] }
    if (after === undefined) this.#unfolded.clear()
    const { themes, people } = found.facets
    if (themes.length + people.length > 0) this.#facets = found.facets
    const settled = typedFilters(typed, found, this.#facets)
    if (!settled || this.#typed !== typed) return
    this.#filters = { ...this.#filters, ...settled.filters }
    this.#typed = settled.words
    if (this.#field) this.#field.value = settled.words
  }

  async #findKept(typed: string): Promise<void> {
    const { findKept } = await import("./kept.ts")
    this.#found = await findKept(typed)
  }

  /** What a screen reader hears once the typing rests. */
  #tell(): void {
    const told = this.#dialog.querySelector(".told")
    if (told) told.textContent = this.#count()
  }

  #count(): string {
    const found = this.#found
    if (!found) return ""
    if (found.notes === 0) return t("finding.noNote")
    return found.passages
      ? `${t("finding.passages", { count: found.passages })} ${t("finding.inNotes", { count: found.notes })}`
      : t("finding.notes", { count: found.notes })
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing) return
    const isInMenu = (event.target as Element).closest("[popover]")
    if (event.key === "Escape" && !isInMenu && !this.#dialog.querySelector(":popover-open")) {
      event.preventDefault()
      if (this.#typed && this.#field) this.#look("")
      else this.#dialog.close()
      return
    }
    if (event.target !== this.#field) return
    const isWith = event.ctrlKey || event.metaKey
    if (event.key === "Enter") {
      event.preventDefault()
      this.#lines.all[this.#at]?.open(isWith)
      return
    }
    const { all } = this.#lines
    const to = isWith ? edge(event.key, all.length) : moved(event.key, this.#at, all.length)
    if (to !== undefined) {
      event.preventDefault()
      this.#at = to
      this.#draw()
      document.getElementById(lineId(to))?.scrollIntoView({ block: "nearest" })
    } else if (event.key === "ArrowRight" && isAtEnd(this.#field)) all[this.#at]?.unfold?.()
  }

  /** Looks for other words, as if they had been typed. */
  #look(words: string): void {
    if (this.#field) this.#field.value = words
    this.#type(words)
    this.#field?.focus()
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

  #openNote(result: Result, quote: string, tab: boolean): void {
    keepSearch(this.#typed)
    const { note, goTo } = this.#here
    if (!tab && goTo && result.note === note) {
      this.#dialog.close()
      goTo(quote)
    } else this.#go(addressAt(result.url, quote), tab)
  }

  #act(command: Command, tab: boolean): void {
    if (command.href) this.#go(command.href, tab)
    else if (command.post) send(command.post)
    else if (command.label === "finding.act.switch") command.run?.()
    else {
      this.#dialog.close()
      command.run?.()
    }
  }

  /** A note with the words as its title. */
  async #begin(title: string, tab: boolean): Promise<void> {
    const { begin } = await import("./begin.ts")
    const url = await begin(this.#here, title)
    if (url) this.#go(url, tab)
    else {
      this.#problem = { words: t("finding.beginFailed") }
      this.#draw()
    }
  }

  #draw(): void {
    const lines = new Lines(this.#at)
    const body = this.#body(lines)
    this.#lines = lines
    if (this.#at >= lines.all.length && this.#at > 0) {
      this.#at = 0
      this.#draw()
      return
    }
    const hasLines = lines.all.length > 0
    render(
      html`<div class="ask">
          <button type="button" class="x back" aria-label=${t("finding.close")} @click=${() => this.#dialog.close()}>${icon("chevron-left")}</button>
          ${icon("search")}
          <input role="combobox" aria-label=${t("finding.name")} aria-autocomplete="list" aria-expanded=${hasLines}
            aria-controls=${hasLines ? "finding-list" : nothing} aria-activedescendant=${hasLines ? lineId(this.#at) : nothing}
            placeholder=${t(matchMedia("(max-width: 640px)").matches ? "finding.fieldShort" : "finding.field")}
            maxlength=${MOST} enterkeyhint="search" autocomplete="off" autocapitalize="off" spellcheck="false" autofocus
            @input=${(event: Event) => this.#type((event.target as HTMLInputElement).value)}>
          <button type="button" class="x empty" aria-label=${t("finding.empty")} ?hidden=${!this.#typed} @click=${() => this.#look("")}>${icon("x")}</button>
          <button type="button" class="escape" @click=${() => this.#dialog.close()}><span class="vh">${t("finding.close")}</span><kbd aria-hidden="true">${t("keys.escape")}</kbd></button>
        </div>
        ${this.#isAsking ? this.#filterBar() : nothing}
        <p class="told vh" role="status"></p>
        <div class="body ${this.#isOld ? "old" : ""}">${this.#notices()}${body.before}${
          hasLines
            ? html`<div class="lines" id="finding-list" role="listbox" aria-label=${t("finding.list")} @mousedown=${(event: Event) => event.preventDefault()}>${body.list}</div>`
            : nothing
        }${body.after}</div>
        ${foot(this.#isAsking, this.#lines.all[this.#at]?.unfold !== undefined, this.#scope?.name)}`,
      this.#dialog,
    )
  }

  #filterBar() {
    return html`<div class="filter-bar">${chips({
      filters: this.#filters,
      scope: this.#scope?.name ?? "",
      facets: this.#facets,
      choose: change => this.#choose(change),
      widen: () => this.#widen(),
    })}<span class="count">${this.#count()}</span></div>`
  }

  #notices() {
    const { building } = this.#found ?? {}
    const again = () => {
      void this.#question()
      this.#field?.focus()
    }
    const problem = this.#problem
    return html`<div role="status">${
      this.#isOffline && this.#found
        ? html`<p class="notice">${
            this.#found.looked
              ? t("finding.offline", { count: this.#found.looked })
              : t("finding.offlineNone")
          }</p>`
        : nothing
    }${problem ? html`<p class="notice wrong"><span>${problem === "failed" ? t("finding.failed") : problem.words}</span><button type="button" class="btn" @click=${again}>${t("finding.again")}</button></p>` : nothing}${
      building
        ? html`<p class="notice">${t("finding.building", { done: building.done, all: building.all })}</p>`
        : nothing
    }</div>`
  }

  #body(lines: Lines): { before: unknown; list: unknown; after: unknown } {
    const commands = commandsOf(this.#here, () => {
      this.#isChoosing = true
      this.#at = 0
      this.#look("")
      this.#isChoosing = true
      this.#draw()
    })
    const doing: Doing = {
      go: (url, tab) => this.#go(url, tab),
      look: words => this.#look(words),
      forget: () => {
        forgetSearches()
        this.#draw()
      },
      act: (command, tab) => this.#act(command, tab),
    }
    const only = (list: unknown, before: unknown = nothing, after: unknown = nothing) => ({
      before,
      list,
      after,
    })
    if (this.#isChoosing) return only(binderLines(this.#here.binders ?? [], lines, doing))
    if (this.#isActing) {
      const found = matching(commands, this.#typed.slice(1))
      return only(
        acts(found, lines, doing),
        found.length ? nothing : html`<p class="notice">${t("finding.noAct")}</p>`,
      )
    }
    if (!this.#isAsking) return only(start(this.#recents, commands, lines, doing))
    const found = this.#found
    if (!found) return only(nothing)
    const words = this.#typed.trim()
    const list = [
      ...found.results.map(result =>
        resultLines(result, lines, {
          open: (one, passage, tab) => this.#openNote(one, passage?.of === "text" ? passage.quote : "", tab),
          isUnfolded: ({ note }) => this.#unfolded.has(note),
          unfold: ({ note }) => {
            this.#unfolded.add(note)
            this.#draw()
          },
        }),
      ),
      found.next === null
        ? nothing
        : row(
            lines.add({ open: () => void this.#question(found.next ?? 0) }),
            "chevron-down",
            t("finding.next"),
            "",
          ),
      words ? acts(matching(commands, words), lines, doing) : nothing,
      words && this.#here.begins && !this.#isOffline
        ? html`<div class="group begins">${row(lines.add({ open: tab => void this.#begin(words, tab) }), "file-plus", t("finding.begin", { title: words }), "")}</div>`
        : nothing,
    ]
    if (found.notes > 0) return only(list, nothing, html`<p class="hint">${t("finding.hint")}</p>`)
    const widening = {
      words,
      looked: found.looked,
      filters: this.#filters,
      scope: this.#scope?.name ?? "",
      choose: (change: Partial<Filters>) => this.#choose(change),
      widen: () => this.#widen(),
    }
    return only(list, this.#isOffline && !found.looked ? nothing : none(widening))
  }
}

/** Ctrl with Home or End; alone they move in the field. */
const edge = (key: string, count: number): number | undefined =>
  count === 0 ? undefined : key === "Home" ? 0 : key === "End" ? count - 1 : undefined

const isAtEnd = (field: HTMLInputElement | null): boolean =>
  field !== null && field.selectionStart === field.value.length && field.selectionEnd === field.value.length
