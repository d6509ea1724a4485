/** What is taken along on this device: its carries, their pages and files, and when they end. */
import { asked, deleteDatabase, inOne } from "./database.ts"
import { newKey, type Sealed, type Shown, seal, unseal } from "./sealing.ts"
import { later, type Time } from "./time.ts"

/** Cache of scripts, styles and faces, which are everybody's. It is there while something is taken along. */
export const STATIC = "carried/static"
const TIME = "time"

export type Kind = "note" | "folder" | "binder"
export type What = "day" | "all"

/** What of a carry is here, by address. */
export interface Held {
  readonly version: string
  readonly bytes: number
  /** The id of the note that the page shows, if it does. */
  readonly note?: string
}

/** A note, pochette or classeur that is taken along. */
export interface Carry {
  /** The address of its link. */
  readonly base: string
  /** Addresses of it from before a renewal. */
  readonly older: readonly string[]
  readonly kind: Kind
  readonly what: What
  /** Its visitor: nobody else is shown it. */
  readonly holder: string
  /** Server's times in ms: of its end, and of when all of it was up to date; 0 before. */
  readonly until: number
  readonly at: number
  /** When the server was asked last, by the clock of this device. */
  readonly asked: number
  readonly hours: number
  /** Of all of it, once it was up to date. */
  readonly version: string
  /** How many notes there are to take. */
  readonly notes: number
  readonly held: Readonly<Record<string, Held>>
  /** Gone once its time is over. */
  readonly key?: CryptoKey
}

export interface Found extends Shown {
  readonly carry: Carry
}

export const hasAny = (): Promise<boolean> => caches.has(STATIC)

export async function carries(): Promise<Carry[]> {
  if (!(await hasAny())) return []
  return inOne("readonly", ["carries"], async stores => asked(stores("carries").getAll()) as Promise<Carry[]>)
}

export async function carryOf(base: string): Promise<Carry | undefined> {
  return (await carries()).find(carry => carry.base === base)
}

/** The server's time, as far as this device knows; remembered, so that no clock leads it back. */
export async function now(clock = Date.now()): Promise<number> {
  const before = await inOne("readonly", ["facts"], async stores => asked(stores("facts").get(TIME)))
  const time = later((before as Time | undefined) ?? { clock, now: clock }, clock)
  // Without room it is not remembered, and what is here is shown until its end all the same.
  await putTime(time).catch(() => undefined)
  return time.now
}

/** The server has just told its time. */
export const setTime = (now: number): Promise<void> => putTime({ clock: Date.now(), now })

async function putTime(time: Time): Promise<void> {
  await inOne("readwrite", ["facts"], async stores => asked(stores("facts").put(time, TIME)))
}

/** Writes down a carry, with the key of the one before or a new one, and erases what does not belong to it any more. */
export async function putCarry(carry: Carry, wanted: ReadonlySet<string>): Promise<Carry> {
  const key = carry.key ?? (await newKey())
  await caches.open(STATIC)
  return inOne("readwrite", ["carries", "entries"], async stores => {
    const gone = Object.keys(carry.held).filter(url => !wanted.has(url))
    const held = Object.fromEntries(Object.entries(carry.held).filter(([url]) => wanted.has(url)))
    const kept = { ...carry, held, key }
    await Promise.all([
      asked(stores("carries").put(kept)),
      ...gone.map(url => asked(stores("entries").delete([carry.base, url]))),
    ])
    return kept
  })
}

/** Keeps an answer, in the place of the one before. Raises where there is no room. */
export async function putEntry(
  carry: Carry,
  url: string,
  answer: Response,
  held: Omit<Held, "bytes">,
): Promise<void> {
  if (!carry.key) return
  const { bytes, ...sealed } = await seal(carry.key, nameOf(carry.base, url), answer)
  await inOne("readwrite", ["carries", "entries"], async stores => {
    const now = (await asked(stores("carries").get(carry.base))) as Carry | undefined
    // It was erased meanwhile, or begun anew with another key.
    if (now?.holder !== carry.holder || !now.key) return
    await Promise.all([
      asked(stores("entries").put({ base: carry.base, url, ...sealed })),
      asked(stores("carries").put({ ...now, held: { ...now.held, [url]: { ...held, bytes } } })),
    ])
  })
}

/** Changes facts of a carry that is still there. */
export async function amend(
  base: string,
  change: Partial<Pick<Carry, "at" | "asked" | "version" | "until">>,
): Promise<void> {
  await inOne("readwrite", ["carries"], async stores => {
    const carry = (await asked(stores("carries").get(base))) as Carry | undefined
    if (carry) await asked(stores("carries").put({ ...carry, ...change }))
  })
}

/** The page or file of an address, from the first carry that has it and whose time is not over. */
export async function find(url: string): Promise<Found | undefined> {
  for (const carry of await carries()) {
    const own = ownAddress(carry, url)
    if (!carry.key || !own) continue
    const sealed = await inOne(
      "readonly",
      ["entries"],
      async stores => asked(stores("entries").get([carry.base, own])) as Promise<Sealed | undefined>,
    )
    if (sealed) return { carry, ...(await unseal(carry.key, nameOf(carry.base, own), sealed)) }
  }
  return undefined
}

/** The address under which a carry has it; one from before a renewal leads to the one of now. */
function ownAddress({ base, older, held }: Carry, url: string): string | undefined {
  const before = older.find(one => url === one || url.startsWith(`${one}/`) || url.startsWith(`${one}?`))
  const [path = "", query = ""] = (before ? base + url.slice(before.length) : url).split("?")
  const view = new URLSearchParams(query).get("view")
  return [`${path}?view=${view}`, path].find(one => one in held)
}

/** Erases all that is over: its words and its key; that it was there is remembered, to say so. */
export async function endOver(): Promise<void> {
  if (!(await hasAny())) return
  const at = await now()
  // Without room for the memory of it, it goes whole.
  for (const { base, until, key } of await carries())
    if (key && at >= until) await end(base).catch(() => erase(base))
}

async function end(base: string): Promise<void> {
  await inOne("readwrite", ["carries", "entries"], async stores => {
    const { key: _, ...carry } = (await asked(stores("carries").get(base))) as Carry
    await Promise.all([
      asked(stores("carries").put({ ...carry, version: "", held: {} })),
      asked(stores("entries").delete(below(base))),
    ])
  })
}

/** Erases a carry with all that is of it. */
export async function erase(base: string): Promise<void> {
  if (!(await hasAny())) return
  const rest = await inOne("readwrite", ["carries", "entries"], async stores => {
    await Promise.all([asked(stores("carries").delete(base)), asked(stores("entries").delete(below(base)))])
    return asked(stores("carries").count())
  })
  if (rest === 0) await eraseAll()
}

/** The words first: where the cache is gone nobody looks for what is left. */
export async function eraseAll(): Promise<void> {
  await deleteDatabase()
  await caches.delete(STATIC)
}

const nameOf = (base: string, url: string): string => `${base} ${url}`
const below = (base: string): IDBKeyRange => IDBKeyRange.bound([base], [base, []])
