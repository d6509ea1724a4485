/** What was said of notes without a network, until a page of ours has one again. */
import { remember, remembered } from "../screen/storage.ts"
import { PENDING } from "./waiting.ts"

/** One thing said: `url` takes it, `seen` is the version that the page showed. */
export interface Said {
  readonly url: string
  readonly seen: string
  readonly do: "read" | "undo" | "shown"
}

/** Older ones give way: a note that was read long ago is said again by its next reading. */
const MOST = 300
const PATIENCE_MS = 8_000

/** What was said of the same version before counts no more; that it was shown counts on. */
export function keep(said: Said): void {
  const others = kept().filter(one => one.seen !== said.seen || (one.do === "shown" && said.do !== "shown"))
  write([...others, said].slice(-MOST))
}

/** What the server answers, be it a refusal; undefined where there is no network. */
export async function tell({ url, ...said }: Said): Promise<Response | undefined> {
  return await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(said),
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch(() => undefined)
}

/** Nothing is told twice: whoever asks next, in any tab, waits, and finds nothing left. */
export const tellPending = (): Promise<void> =>
  navigator.locks ? navigator.locks.request(PENDING, tellAll) : tellAll()

/** In the order in which it was said; stops at the first that finds no network, or a server in trouble. */
async function tellAll(): Promise<void> {
  for (const said of kept()) {
    const answer = await tell(said)
    if (!answer || answer.status >= 500) return
    drop(said)
  }
}

/** The server has answered. */
export const drop = (said: Said): void =>
  write(kept().filter(one => one.seen !== said.seen || one.do !== said.do))

function kept(): Said[] {
  try {
    const read: unknown = JSON.parse(remembered(PENDING) ?? "[]")
    return Array.isArray(read) ? read : []
  } catch {
    return []
  }
}

function write(all: readonly Said[]): void {
  remember(PENDING, all.length > 0 ? JSON.stringify(all) : null)
}
