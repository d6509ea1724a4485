/** Takes along what is new of a note, pochette or classeur, in one tab at a time. */
import { endWorker, startWorker } from "../offline/worker.ts"
import { isRenewed } from "./lately.ts"
import { changes, get, isCleared, type Listing, notesAmong, type Page } from "./listing.ts"
import { tell } from "./progress.ts"
import {
  amend,
  type Carry,
  carryOf,
  erase,
  eraseAll,
  putCarry,
  putEntry,
  STATIC,
  setTime,
  type What,
} from "./store.ts"
import { setFull, wish, wishes } from "./wishes.ts"

/** `part`: some did not come; `full`: no room for the rest; `gone`: no right, and erased; `failed`: this browser keeps nothing. */
export type Outcome = "whole" | "part" | "full" | "gone" | "offline" | "failed" | "busy"

const LOCK = "pochette.carry"
/** Requests at a time. */
const TOGETHER = 3

class Full extends Error {}
class Cleared extends Error {}

/** `isAsked`: somebody waits for it, and it begins once another tab has ended. */
export function take(base: string, what: What, isAsked: boolean): Promise<Outcome> {
  return navigator.locks.request(LOCK, { ifAvailable: !isAsked }, async lock => {
    if (!lock) return "busy"
    try {
      return await run(base, what)
    } catch (error) {
      if (!(error instanceof Cleared)) return "failed"
      await clear()
      return "gone"
    } finally {
      tell(undefined)
    }
  })
}

/** Everything that is taken along goes from this device. */
export async function clear(): Promise<void> {
  for (const base of Object.keys(wishes())) {
    wish(base, undefined)
    setFull(base, false)
  }
  await eraseAll()
  await endWorker()
}

async function run(asked: string, what: What): Promise<Outcome> {
  const begun = Date.now()
  const known = await carryOf(asked)
  const list = await changes(asked, what, isWhole(known, what) ? known.version : "")
  if (list === "cleared") throw new Cleared()
  if (list === "offline" || list === "later") return "offline"
  const before = await carryOf(list === "gone" ? asked : list.base)
  if (list === "gone" || (before && before.holder !== list.holder)) {
    await forget(asked)
    return "gone"
  }
  if ("pages" in list) {
    const outcome = await takeAll(asked, what, list, before)
    if (outcome === "whole") isRenewed(list.base, begun)
    return outcome
  }
  isRenewed(list.base, begun)
  await setTime(Date.parse(list.at))
  await amend(list.base, { at: Date.parse(list.at), until: Date.parse(list.until), asked: Date.now() })
  return "whole"
}

const isWhole = (carry: Carry | undefined, what: What): carry is Carry =>
  carry?.key !== undefined && carry.what === what && carry.version !== ""

async function takeAll(asked: string, what: What, list: Listing, before?: Carry): Promise<Outcome> {
  const older = list.base === asked ? [] : [...((await carryOf(asked))?.older ?? []), asked]
  if (older.length > 0) await forget(asked)
  wish(list.base, what)
  await setTime(Date.parse(list.at))
  await startWorker()
  const parts = partsOf(list)
  const carry = await putCarry(
    {
      base: list.base,
      older: [...(before?.older ?? []), ...older],
      kind: list.kind,
      what,
      holder: list.holder,
      until: Date.parse(list.until),
      at: before?.at ?? 0,
      asked: Date.now(),
      version: "",
      hours: list.hours,
      notes: notesAmong(list.pages),
      held: before?.held ?? {},
      ...(before?.key ? { key: before.key } : {}),
    },
    new Set(parts.map(({ url }) => url)),
  )
  setFull(carry.base, false)
  try {
    const isDressed = await takeStatic(list.static)
    const isComplete = await takeParts(carry, parts)
    if (!isDressed || !isComplete) return "part"
    await dropStatic(list.static)
    await amend(carry.base, { at: Date.parse(list.at), version: list.version })
    return "whole"
  } catch (error) {
    if (!(error instanceof Full)) throw error
    setFull(carry.base, true)
    return "full"
  }
}

/** A carry goes from this device, with the wish for it. */
export async function forget(base: string): Promise<void> {
  wish(base, undefined)
  setFull(base, false)
  await erase(base)
  await endWorker()
}

interface Part {
  readonly url: string
  readonly version: string
  readonly note?: string
  readonly accept: string
}

/** Each page, then the pictures of it. */
function partsOf({ pages, files }: Listing): Part[] {
  const rest = new Map(files.map(({ url }) => [url, { url, version: "", accept: "image/*" }]))
  const ofPage = ({ url, version, note }: Page): Part[] => {
    const [path = ""] = url.split("?")
    const own = [...rest.values()].filter(file => note && file.url.startsWith(`${path}/`))
    for (const file of own) rest.delete(file.url)
    return [{ url, version, accept: "text/html", ...(note ? { note } : {}) }, ...own]
  }
  return [...pages.flatMap(ofPage), ...rest.values()]
}

/** Whether all of them are here now. Raises Full with those that were whole kept. */
async function takeParts(carry: Carry, parts: readonly Part[]): Promise<boolean> {
  const missing = parts.filter(({ url, version }) => carry.held[url]?.version !== version)
  const all = notesAmong(parts)
  const left = new Set(missing)
  let isWhole = true
  const queue = missing.values()
  const work = async () => {
    for (const part of queue) {
      tell({ base: carry.base, done: all - notesAmong(left), all })
      isWhole = (await takePart(carry, part)) && isWhole
      left.delete(part)
    }
  }
  await Promise.all(Array.from({ length: TOGETHER }, work))
  return isWhole
}

async function takePart(carry: Carry, { url, version, note, accept }: Part): Promise<boolean> {
  let answer: Response
  try {
    answer = await get(url, accept)
  } catch {
    return false
  }
  if (isCleared(answer)) throw new Cleared()
  if (!answer.ok || answer.redirected) return false
  await orFull(putEntry(carry, url, answer, { version, ...(note ? { note } : {}) }))
  return true
}

/** Whether all of them are here; one that the server has no more belongs to a build from before. */
async function takeStatic(urls: readonly string[]): Promise<boolean> {
  const cache = await caches.open(STATIC)
  let isWhole = true
  const take = async (url: string) => {
    if (await cache.match(url)) return
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) await orFull(cache.put(url, answer))
    else isWhole = false
  }
  await Promise.all(urls.map(take))
  return isWhole
}

/** Those of an older build, once no page loads them. */
async function dropStatic(urls: readonly string[]): Promise<void> {
  const cache = await caches.open(STATIC)
  const wanted = new Set(urls.map(url => new URL(url, location.origin).href))
  for (const { url } of await cache.keys()) if (!wanted.has(url)) await cache.delete(url)
}

async function orFull(written: Promise<unknown>): Promise<void> {
  try {
    await written
  } catch (error) {
    throw (error as DOMException | null)?.name === "QuotaExceededError" ? new Full() : error
  }
}
