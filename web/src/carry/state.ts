/** What of this page is taken along, in the bar; renewed when a page opens, at most every minute. */

import { putIcons } from "./icons.ts"
import { BAND_CHANGED, bandState, isOfDevice } from "./of-device.ts"
import { hear, type Progress } from "./progress.ts"
import { stateOf } from "./said.ts"
import { type Carry, carries } from "./store.ts"
import { take } from "./take.ts"
import { isFull, wishes } from "./wishes.ts"

const REST_MS = 60_000
const NARROW = matchMedia("(max-width: 359px)")

/** The carry of the slot's own address, or the one that this page belongs to. */
export async function carryHere(base: string | undefined): Promise<Carry | undefined> {
  const { pathname, search } = location
  const all = await carries()
  return (
    all.find(carry => carry.base === base) ??
    all.find(({ held }) => pathname + search in held || pathname in held)
  )
}

export function showState(slot: HTMLElement | null, told?: Promise<void>): void {
  let progress: Progress | undefined
  const draw = async () => {
    // An answer of the server may have all of it erased meanwhile.
    if (slot) write(slot, await carryHere(slot.dataset.base).catch(() => undefined), progress)
  }
  hear(told => {
    progress = told
    void draw()
  })
  for (const name of ["online", "offline", BAND_CHANGED]) addEventListener(name, () => void draw())
  void draw()
  if (!isOfDevice() && navigator.onLine) void renew(told)
}

function write(slot: HTMLElement, carry: Carry | undefined, progress: Progress | undefined): void {
  putIcons()
  const { text, short = text, icon } = stateOf(carry, carry && progress, carry && networkNow())
  const [drawing, words] = [slot.querySelector("svg"), slot.querySelector("span")]
  slot.dataset.state = icon
  slot.title = text
  if (words) words.textContent = NARROW.matches ? short : text
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use")
  use.setAttribute("href", `#icon-${icon}`)
  drawing?.replaceChildren(use)
}

/** What stands between the page and the server, if anything does. */
function networkNow(): "offline" | "slow" | undefined {
  const state = bandState()
  if (state === "slow" || state === "asking") return "slow"
  const isHere = state === undefined || state === "fresh" || state === "same"
  return isHere && navigator.onLine ? undefined : "offline"
}

/** Takes along what is new of all that was asked for, once what was said without a network is told. */
export async function renew(told?: Promise<void>): Promise<void> {
  await told
  for (const [base, what] of Object.entries(wishes())) {
    const all = await carries().catch(() => undefined)
    if (!all) return
    const carry = all.find(one => one.base === base)
    const isWhole = carry?.key !== undefined && carry.version !== "" && carry.what === what
    if (!(isWhole || isFull(base)) || !carry || Math.abs(Date.now() - carry.asked) > REST_MS)
      await take(base, what, false)
  }
}
