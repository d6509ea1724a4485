/** What the dialog shows under its field: the lines, and what stands before and behind them. */
import { html, nothing } from "lit-html"
import { t } from "../words.ts"
import { matching } from "./acts.ts"
import type { Passage, Result } from "./ask.ts"
import type { Command, Here } from "./here.ts"
import type { Lines } from "./lines.ts"
import { none } from "./none.ts"
import type { Recent } from "./recent.ts"
import { resultLines } from "./results.ts"
import { acts, binderLines, type Doing, row, start } from "./start.ts"
import type { SearchState } from "./state.ts"

export interface Acting extends Doing {
  openNote(result: Result, passage: Passage | undefined, tab: boolean): void
  /** Begins a note with this title. */
  begin(title: string, tab: boolean): void
  unfold(note: string): void
  /** The field has the focus again. */
  focus(): void
}

export interface Shown {
  readonly here: Here
  readonly state: SearchState
  readonly recents: readonly Recent[]
  readonly commands: readonly Command[]
  readonly unfolded: ReadonlySet<string>
  /** Whether a classeur is being chosen. */
  readonly isChoosing: boolean
}

export interface Body {
  readonly before: unknown
  readonly list: unknown
  readonly after: unknown
}

const only = (list: unknown, before: unknown = nothing, after: unknown = nothing): Body => ({
  before,
  list,
  after,
})

export function body(shown: Shown, lines: Lines, acting: Acting): Body {
  const { here, state, recents, commands, isChoosing } = shown
  if (isChoosing) return only(binderLines(here.binders ?? [], lines, acting))
  if (state.isActing) {
    const found = matching(commands, state.typed.slice(1))
    const said = found.length ? nothing : html`<p class="notice">${t("finding.noAct")}</p>`
    return only(acts(found, lines, acting), said)
  }
  if (!state.isAsking) return only(start(recents, commands, lines, acting))
  return found(shown, lines, acting)
}

function found({ here, state, commands, unfolded }: Shown, lines: Lines, acting: Acting): Body {
  const { found, isOffline, filters, scope } = state
  if (!found) return only(nothing)
  const words = state.typed.trim()
  const opening = {
    open: acting.openNote,
    isUnfolded: ({ note }: Result) => unfolded.has(note),
    unfold: ({ note }: Result) => acting.unfold(note),
  }
  const { next } = found
  const list = [
    ...found.results.map(result => resultLines(result, lines, opening)),
    next === null
      ? nothing
      : row(lines.add({ open: () => void state.ask(next) }), "chevron-down", t("finding.next"), ""),
    words ? acts(matching(commands, words), lines, acting) : nothing,
    words && here.begins && !isOffline
      ? html`<div class="group begins">${row(
          lines.add({ open: tab => acting.begin(words, tab) }),
          "file-plus",
          t("finding.begin", { title: words }),
          "",
        )}</div>`
      : nothing,
  ]
  if (found.notes > 0) return only(list, nothing, html`<p class="hint">${t("finding.hint")}</p>`)
  if (isOffline && found.looked === 0) return only(list)
  const widening = {
    words,
    looked: found.looked,
    filters,
    scope: scope?.name ?? "",
    choose: (change: Partial<typeof filters>) => {
      state.choose(change)
      acting.focus()
    },
    widen: () => {
      state.widen()
      acting.focus()
    },
  }
  return only(list, none(widening))
}
