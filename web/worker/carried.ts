/** Pages and pictures that are taken along, as answers; and what an answer of the server says of them. */
import { amend, carries, endOver, erase, eraseAll, find, hasAny, now } from "../src/carry/store.ts"
import { digestOf } from "./digest.ts"
import { notice, type Why, withBand } from "./said.ts"

const GONE = [401, 403, 404, 410]

/** A page as this device has it. */
export interface OfDevice {
  /** With a line that says why it is shown. */
  readonly shown: (why: Why) => Response
  /** An answer of the network for it: where that is another page, what is taken along is renewed at once. */
  readonly compare?: (answer: Response) => Promise<void>
}

/** The page of an address. What is over is erased before. */
export async function carriedPage(address: string): Promise<OfDevice | undefined> {
  if (!(await hasAny())) return undefined
  await endOver()
  const found = await find(address)
  if (!found) return undefined
  const { headers, body, carry } = found
  const page = new TextDecoder().decode(body)
  const policy = headers["content-security-policy"] ?? ""
  const digest = await digestOf(page)
  const told = { policy, at: carry.at || carry.until, now: await now(), digest }
  return {
    shown: why =>
      new Response(withBand(page, { ...told, why }), {
        headers: { ...headers, "cache-control": "no-store" },
      }),
    compare: async answer => {
      if (answer.ok && (await digestOf(await answer.text())) !== digest) await amend(carry.base, { asked: 0 })
    },
  }
}

/** A picture that is taken along: its bytes never change. */
export async function carriedFile(address: string): Promise<Response | undefined> {
  await endOver()
  const found = await find(address)
  return found && new Response(found.body, { headers: { ...found.headers, "cache-control": "no-store" } })
}

/** What is shown where neither network nor device has the page; undefined where nothing was taken along. */
export async function insteadOf(): Promise<Response | undefined> {
  const all = await carries()
  if (all.length === 0) return undefined
  return notice(all.some(({ key }) => key) ? "missing" : "over", navigator.languages)
}

/** A refused address takes all that it came with along; a device that was closed or stolen loses everything. */
export async function learn(answer: Response, address: string): Promise<void> {
  if (!(await hasAny())) return
  if (answer.headers.has("clear-site-data")) await eraseAll()
  else if (GONE.includes(answer.status)) {
    const [path = ""] = address.split("?")
    for (const { base, older, held } of await carries())
      if (address in held || path in held || path === base || older.includes(path)) await erase(base)
  }
}
