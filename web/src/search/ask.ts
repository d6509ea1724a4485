/** Questions to the search of the server: the newest counts, what comes to an earlier one is dropped. */

/** A text in pieces; the marked ones hold what was looked for. */
export type Parts = readonly (readonly [text: string, isMarked: boolean])[]

export interface Passage {
  readonly parts: Parts
  /** The heading that it stands under. */
  readonly heading: string
  /** Finds it again in the note. */
  readonly quote: string
  readonly of: "text" | "comment"
  /** Of a comment: the number of its thread. */
  readonly thread?: number
}

export interface Result {
  readonly note: string
  readonly url: string
  readonly title: Parts
  readonly theme: string
  /** The colour of its theme, 1 to 8; 0 where there is none. */
  readonly tab: number
  /** "" where it is not known. */
  readonly status: "draft" | "to-review" | "reviewed" | "ready" | ""
  readonly binder: { readonly id: string; readonly name: string } | null
  readonly by: string | null
  readonly changed_at: string
  readonly archived: boolean
  readonly passages: readonly Passage[]
  /** How many more there are. */
  readonly more: number
}

export interface Found {
  readonly notes: number
  readonly passages: number | null
  /** False where more notes hold the words than were counted. */
  readonly is_whole: boolean
  /** In how many notes it was looked for. */
  readonly looked: number
  /** Whether it was looked for in notes that are taken along. */
  readonly isCarried?: boolean
  readonly typed: readonly { readonly name: string; readonly value: string }[]
  readonly words: string
  readonly results: readonly Result[]
  readonly next: number | null
  readonly building: { readonly done: number; readonly all: number } | null
  readonly facets: { readonly themes: readonly string[]; readonly people: readonly string[] }
}

/** "" and false where it is not asked for. */
export interface Filters {
  readonly theme: string
  readonly status: string
  readonly who: string
  /** A day, `2026-11-28`. */
  readonly since: string
  readonly comments: boolean
  readonly archive: boolean
}

export const NO_FILTERS: Filters = {
  theme: "",
  status: "",
  who: "",
  since: "",
  comments: true,
  archive: false,
}

export interface Question extends Filters {
  readonly q: string
  /** Id of the classeur; "" everywhere. */
  readonly binder: string
  /** Where the list goes on. */
  readonly after?: number
}

/** `refused` has the words of the server; `isQuery`: for what was typed, and not for the moment. */
export type Answer =
  | { readonly kind: "found"; readonly found: Found }
  | { readonly kind: "refused"; readonly words: string; readonly isQuery: boolean }
  | { readonly kind: "failed" }
  | { readonly kind: "offline" }

const PATIENCE_MS = 10_000

export class Questions {
  #last: AbortController | undefined

  /** Undefined where another question was asked meanwhile. */
  async ask(question: Question): Promise<Answer | undefined> {
    this.drop()
    const mine = new AbortController()
    this.#last = mine
    const answer = await put(question, AbortSignal.any([mine.signal, AbortSignal.timeout(PATIENCE_MS)]))
    return mine.signal.aborted ? undefined : answer
  }

  /** Nobody waits for the last one any more. */
  drop(): void {
    this.#last?.abort()
  }
}

async function put(question: Question, signal: AbortSignal): Promise<Answer> {
  // Words that are looked for stand in no address: addresses are logged.
  const headers = { accept: "application/json", "content-type": "application/json" }
  const body = JSON.stringify(question, (_name, value) => (value === "" ? undefined : value))
  try {
    const answer = await fetch("/api/search", { method: "POST", headers, body, signal })
    const told = await answer.json()
    if (answer.ok) return { kind: "found", found: told as Found }
    const words = (told as { error?: { message?: string } }).error?.message
    if (!words || answer.status === 500) return { kind: "failed" }
    return { kind: "refused", words, isQuery: answer.status === 400 }
  } catch (error) {
    // `fetch` throws a TypeError where there is no network, and only there.
    return { kind: error instanceof TypeError ? "offline" : "failed" }
  }
}
