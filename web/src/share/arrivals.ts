/** People who arrive while the dialog is open, or wait for an answer. */
import type { Listing, Person } from "./api.ts"
import { ACCESS } from "./links.ts"

/** Who arrives shows within so long. */
const LOOK_AGAIN_MS = 5000

export const arrivals = ({ links }: Listing): Person[] =>
  links.flatMap(one => (one.is_open ? (one.people ?? []) : [])).filter(person => person.is_new)

/** The panel where somebody waits; undefined where nobody does. */
export const waitingIn = ({ links, requests }: Listing): string | undefined =>
  requests?.length ? ACCESS : links.find(one => one.is_open && one.people?.some(person => person.is_new))?.id

/** The dot on the button that opens the dialog goes with what it told. */
export function drawSign(listing: Listing): void {
  if (!listing.requests?.length && !arrivals(listing).length) document.querySelector("#share .news")?.remove()
}

/** Calls `look` again and again until the signal ends it. */
export function lookAgain(look: () => Promise<unknown>, signal: AbortSignal): void {
  const timer = setTimeout(async () => {
    await look()
    if (!signal.aborted) lookAgain(look, signal)
  }, LOOK_AGAIN_MS)
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true })
}
