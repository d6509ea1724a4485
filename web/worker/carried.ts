/** Pages and pictures that are taken along, as answers; and what an answer of the server says of them. */
import { carries, endOver, erase, eraseAll, find, hasAny, now } from "../src/carry/store.ts"
import { notice, withBand } from "./said.ts"

const GONE = [401, 403, 404, 410]

/** The page of an address, with a line that says so. What is over is erased before. */
export async function carriedPage(address: string): Promise<Response | undefined> {
  if (!(await hasAny())) return undefined
  await endOver()
  const found = await find(address)
  if (!found) return undefined
  const { headers, body, carry } = found
  const policy = headers["content-security-policy"] ?? ""
  const page = withBand(new TextDecoder().decode(body), policy, carry.at || carry.until, await now())
  return new Response(page, { headers: { ...headers, "cache-control": "no-store" } })
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
