/** State of a search: what is typed and chosen, and what was found; questions are asked once typing rests. */
import { t } from "../words.ts"
import { type Filters, type Found, NO_FILTERS, Questions } from "./ask.ts"
import type { Here } from "./here.ts"
import { findKept } from "./kept.ts"
import type { Problem } from "./notices.ts"
import { typedFilters } from "./typed.ts"

/** Debounce of questions; when what is shown is dimmed as old; when the count is said. */
const REST_MS = 120
const DIM_MS = 300
const SAID_MS = 600

/** Called by the state. */
export interface Watching {
  /** Something else is to be shown. */
  changed(): void
  /** The count, for screen readers. */
  tell(text: string): void
  /** The field has other words than were typed. */
  rewrite(typed: string): void
}

export class SearchState {
  typed = ""
  filters: Filters = NO_FILTERS
  scope: Here["scope"]
  found: Found | undefined
  /** The last that there were: filters are chosen from them. */
  facets: Found["facets"] = { themes: [], people: [] }
  problem: Problem = ""
  isOffline = false
  isOld = false
  /** Whether what is shown answers what is typed. */
  isSettled = true
  readonly #questions = new Questions()
  readonly #watching: Watching
  #rest = 0
  #dim = 0
  #say = 0

  constructor(scope: Here["scope"], watching: Watching) {
    this.scope = scope
    this.#watching = watching
  }

  /** Only commands are shown. */
  get isActing(): boolean {
    return this.typed.startsWith(">")
  }

  get isAsking(): boolean {
    const { theme, status, who, since } = this.filters
    return !this.isActing && Boolean(this.typed.trim() || theme || status || who || since)
  }

  get count(): string {
    const { found } = this
    if (!found) return ""
    if (found.notes === 0) return t("finding.noNote")
    if (!found.is_whole) return t("finding.moreThan", { notes: found.notes })
    return found.passages
      ? `${t("finding.passages", { count: found.passages })} ${t("finding.inNotes", { count: found.notes })}`
      : t("finding.notes", { count: found.notes })
  }

  type(typed: string): void {
    this.typed = typed
    this.#begin(REST_MS)
  }

  choose(change: Partial<Filters>): void {
    this.filters = { ...this.filters, ...change }
    this.#begin(0)
  }

  /** Everywhere, and no longer in the classeur alone. */
  widen(): void {
    this.scope = undefined
    this.#begin(0)
  }

  /** `after`: the results from there on, behind those that are shown. */
  async ask(after?: number): Promise<void> {
    const { typed, filters, scope } = this
    this.#stopTimers()
    this.isSettled = false
    this.#dim = window.setTimeout(() => {
      this.isOld = true
      this.#watching.changed()
    }, DIM_MS)
    const answer = await this.#questions.ask({
      ...filters,
      q: typed,
      binder: scope?.id ?? "",
      ...(after === undefined ? {} : { after }),
    })
    if (!answer) return
    clearTimeout(this.#dim)
    this.isOld = false
    this.isOffline = answer.kind === "offline"
    this.problem = answer.kind === "refused" ? answer : answer.kind === "failed" ? "failed" : ""
    if (answer.kind === "refused" && answer.isQuery) this.found = undefined
    if (answer.kind === "found") this.#take(answer.found, typed, after)
    if (answer.kind === "offline") await this.#findKept(typed)
    this.isSettled = true
    this.#watching.changed()
    this.#say = window.setTimeout(() => this.#watching.tell(this.count), SAID_MS)
  }

  stop(): void {
    this.#stopTimers()
    this.#questions.drop()
  }

  #begin(after: number): void {
    this.stop()
    this.isSettled = !this.isAsking
    if (this.isAsking) this.#rest = window.setTimeout(() => void this.ask(), after)
    else this.#empty()
    this.#watching.changed()
  }

  #stopTimers(): void {
    for (const timer of [this.#rest, this.#dim, this.#say]) clearTimeout(timer)
  }

  #empty(): void {
    this.found = undefined
    this.problem = ""
    this.isOffline = false
    this.isOld = false
  }

  #take(found: Found, typed: string, after?: number): void {
    const before = after === undefined ? [] : (this.found?.results ?? [])
    this.found = { ...found, results: [...before, ...found.results] }
    const { themes, people } = found.facets
    if (themes.length + people.length > 0) this.facets = found.facets
    const settled = typedFilters(typed, found, this.facets)
    if (!settled) return
    this.filters = { ...this.filters, ...settled.filters }
    this.typed = settled.words
    this.#watching.rewrite(settled.words)
  }

  async #findKept(typed: string): Promise<void> {
    const found = await findKept(typed)
    if (typed === this.typed) this.found = found
  }
}
