/** `GET {base}/carry`: what belongs to a note, pochette or classeur, and in which version. */
import type { Kind, What } from "./store.ts"

export interface Page {
  readonly url: string
  readonly version: string
  readonly kind: "home" | "today" | "list" | "folder" | "note"
  readonly title: string
  readonly note?: string
}

/** Nothing of it is another than what `known` had. */
export interface Unchanged {
  readonly kind: Kind
  readonly name: string
  readonly base: string
  /** The visitor whose pages these are. */
  readonly holder: string
  /** Server's times. */
  readonly at: string
  readonly until: string
  readonly hours: number
  /** Of all of it. */
  readonly version: string
  readonly unchanged?: true
}

/** How many notes these pages show; one may stand at an address of its own and in a pochette. */
export const notesAmong = (pages: Iterable<{ readonly note?: string }>): number =>
  new Set([...pages].flatMap(({ note }) => (note ? [note] : []))).size

export interface Listing extends Unchanged {
  readonly unchanged?: never
  readonly notes: number
  /** In the order in which they are taken, the day's first. */
  readonly pages: readonly Page[]
  readonly files: readonly { readonly url: string; readonly bytes: number }[]
  /** What these pages load of the build of now. */
  readonly static: readonly string[]
}

/** `gone`: the link gives nothing any more; `cleared`: nor does this device; `later`: the server cannot tell now. */
export type Asked<List> = List | "gone" | "cleared" | "later" | "offline"

/** As long as the worker waits for a page: a line that is slow for pages is slow for what renews them. */
const PATIENCE_MS = 60_000
const GONE = [401, 403, 404, 410]

export const listing = (base: string, what: What): Promise<Asked<Listing>> => ask<Listing>(base, what, "")

/** `known`: the version of all of it that this device has. */
export const changes = (base: string, what: What, known: string): Promise<Asked<Listing | Unchanged>> =>
  ask(base, what, known)

async function ask<List>(base: string, what: What, known: string): Promise<Asked<List>> {
  const query = new URLSearchParams({ ...(what === "day" ? { what } : {}), ...(known ? { known } : {}) })
  try {
    const answer = await get(`${base}/carry?${query}`, "application/json")
    if (isCleared(answer)) return "cleared"
    if (GONE.includes(answer.status)) {
      const { error } = (await answer.json().catch(() => ({}))) as { error?: { code?: string } }
      return error?.code === "device_suspended" ? "cleared" : "gone"
    }
    return answer.ok ? ((await answer.json()) as List) : "later"
  } catch {
    return "offline"
  }
}

/** As a page that is taken along: that it is loaded is no reading. */
export const get = (url: string, accept: string): Promise<Response> =>
  fetch(url, {
    headers: { accept, "Pochette-Carry": "1" },
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE_MS),
  })

/** The device was closed or declared stolen. */
export const isCleared = (answer: Response): boolean => answer.headers.has("clear-site-data")
