/** The line on a page of this device: what the network does, and the newer page once it has come. */

import { t } from "../words.ts"
import { BAND_CHANGED, type State } from "./of-device.ts"
import { renew } from "./state.ts"
import { wordsWait } from "./waiting.ts"

type Answer = "fresh" | "same" | "over" | "trouble" | "silent" | "offline"

/** Without a network it is looked for that often, while the page is seen. */
const EVERY_MS = 60_000
/** A browser says that there is a network before anything comes through it. */
const BACK_MS = [0, 2_000, 8_000, 20_000]
/** A question without an answer by then is said to be waited for. */
const SOON_MS = 1_000

/** Who reads is offered the newer page; else it takes the place of this one. */
export function followNetwork(band: HTMLElement, isTouched: () => boolean): void {
  const { digest = "" } = band.dataset
  const link = band.querySelector("a")
  let isAsking = false

  /** `isWanted`: somebody has pressed, and gets the page of now whatever it says. */
  const look = async (isWanted: boolean) => {
    if (isAsking) return
    isAsking = true
    const before = band.dataset.state as State
    const slow = setTimeout(() => show(band, isWanted ? "asking" : "slow"), isWanted ? 0 : SOON_MS)
    const isAnew = await isTold()
    const answer = await ask({ page: location.pathname + location.search, digest, isAnew })
    clearTimeout(slow)
    isAsking = false
    const isRead = isWanted && (isHere(answer) || before === "fresh")
    if (answer === "over" || isRead || (answer === "fresh" && !isTouched())) return location.reload()
    if (isHere(answer)) void renew()
    if (answer === "offline") show(band, isWanted ? "still" : before === "still" ? before : "offline")
    else show(band, answer)
  }
  // It leads nowhere from here on: what it does is done in this page.
  link?.setAttribute("role", "button")
  link?.addEventListener("click", event => {
    event.preventDefault()
    void look(true)
  })
  const lookAgain = () => {
    const { state } = band.dataset
    if (document.visibilityState === "visible" && !isHere(state)) void look(false)
  }
  // An answer that has this device cleared ends the worker too, before it says anything.
  navigator.serviceWorker?.addEventListener("controllerchange", () => {
    if (!navigator.serviceWorker.controller) location.reload()
  })
  addEventListener("online", () => {
    for (const after of BACK_MS) setTimeout(lookAgain, after)
  })
  document.addEventListener("visibilitychange", lookAgain)
  setInterval(lookAgain, EVERY_MS)
  // The worker waits for the answer to the load that gave this page.
  if (band.dataset.state === "slow") void look(false)
}

const isHere = (answer: string | undefined): boolean => answer === "fresh" || answer === "same"

/** Whether a word that waited was told now: an answer from before does not know it. */
async function isTold(): Promise<boolean> {
  if (!wordsWait()) return false
  await (await import("./pending.ts")).tellPending()
  return !wordsWait()
}

/** What the worker says of an address; `isAnew`: as it is from now on. */
function ask(question: { page: string; digest: string; isAnew: boolean }): Promise<Answer> {
  const { controller } = navigator.serviceWorker
  if (!controller) return Promise.resolve("offline")
  const { port1, port2 } = new MessageChannel()
  return new Promise(resolve => {
    port1.onmessage = ({ data }) => resolve(data as Answer)
    // One that another worker has replaced may say nothing more.
    navigator.serviceWorker.addEventListener("controllerchange", () => resolve("offline"), { once: true })
    controller.postMessage(question, [port2])
  })
}

/** Who has scrolled on sees it too, below the bar where that stays. */
function keepInView(band: HTMLElement): void {
  const bar = band.parentElement?.querySelector(":scope > header")
  if (bar && getComputedStyle(bar).position === "sticky")
    band.style.setProperty("--bar", `${bar.clientHeight}px`)
}

function show(band: HTMLElement, state: State): void {
  if (band.dataset.state === state) return
  band.dataset.state = state
  const [said, taken, link] = [band.querySelector("b"), band.querySelector("span"), band.querySelector("a")]
  if (said) said.textContent = t(`offlinePage.state.${state}`)
  if (state === "fresh" || state === "same") taken?.remove()
  if (state === "fresh") keepInView(band)
  if (link) link.textContent = t(state === "fresh" ? "offlinePage.read" : "offlinePage.again")
  dispatchEvent(new Event(BAND_CHANGED))
}
