/** Polls the server for the progress of a print, until it is ready or has failed. */

/** One page, in millimetres, and what begins on it. */
export interface Sheet {
  readonly width: number
  readonly height: number
  readonly headings: readonly string[]
}

/** What was done to a note so that it fills no more pages than were asked for. */
export interface Fitting {
  /** Null where nobody asked. */
  readonly asked: number | null
  readonly fits: boolean
  readonly pages: number
  readonly is_closer: boolean
  /** Points of running text; none in large print, which is never set closer. */
  readonly letters: number
  readonly has_less_margin: boolean
  /** The lines that would have to go; null where none have to, or far too many. */
  readonly missing_lines: number | null
  /** The lines for which there is still room; null where nobody asked, or where it does not fit. */
  readonly lines_left: number | null
}

/** What would make a note fit, as it was measured. */
export interface Proposal {
  readonly said: string
  /** Options of the print that do it; without any, lines have to go. */
  readonly options: Readonly<Record<string, string>>
  /** How many lines have to go besides. */
  readonly cuts: number
}

/** As the server tells it, see /n/{token}/print/pages. */
export interface State {
  readonly key: string
  readonly ready: boolean
  /** How many prints come before. */
  readonly before: number
  /** The first pages, as they will be, while the others are still to come. */
  readonly first: readonly Sheet[]
  readonly pages: readonly Sheet[]
  /** How full the pages are: 3.7 is three pages and 70 % of a fourth. */
  readonly extent?: number | null
  readonly fitting?: Fitting | null
  /** The first word that is longer than its line; empty where none is. */
  readonly cut?: string
  /** The scripts whose signs no face here has; empty where all have one. */
  readonly signs?: string
  /** A sentence on drawings whose colours are one gray; empty where none are. */
  readonly gray?: string
  /** Null while they are measured. */
  readonly proposals?: readonly Proposal[] | null
  readonly problem: string | null
  /** The edition that its bars compare it with; told when a print begins. */
  readonly since?: number | null
}

/** Long-polls, and calls `tell` with each state; `signal` cancels. */
export async function follow(
  url: string,
  wish: URLSearchParams,
  signal: AbortSignal,
  tell: (state: State) => void,
): Promise<void> {
  const query = new URLSearchParams(wish)
  while (!signal.aborted) {
    const answer = await fetch(`${url}?${query}`, { signal, headers: { accept: "application/json" } })
    const told = (await answer.json()) as State & { error?: { message: string } }
    if (signal.aborted) return
    const state = answer.ok ? told : { ...NOTHING, problem: told.error?.message ?? null }
    if (!answer.ok && !state.problem) throw new Error(`expected the state of a print, got ${answer.status}`)
    tell(state)
    if ((state.ready && state.proposals !== null) || state.problem) return
    query.set("key", state.key)
    query.set("seen", String(state.before))
    query.set("first", String(state.first.length))
    if (state.ready) query.set("ready", "1")
  }
}

const NOTHING: State = { key: "", ready: false, before: 0, first: [], pages: [], problem: null }
