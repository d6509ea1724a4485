/** Aujourd'hui as it is by now: after the way back from a note, after a pause, and when the day changes. */
import { fetchPage, Refused, roleIn } from "../binder/fetched.ts"
import { isOfDevice } from "../carry/of-device.ts"
import { tellChanges } from "./times.ts"

const EVERY_MS = 60_000
const PARTS = ["#today", ".rail", ".dock", ".where small"]

export function stayFresh(): void {
  tellChanges(document)
  let isBusy = false
  const look = async (mayMove: () => boolean) => {
    // A page of this device is followed by its own line.
    if (isBusy || document.visibilityState !== "visible" || isOfDevice()) return
    isBusy = true
    try {
      const page = await fetchPage(location.href)
      if (roleIn(page) !== roleIn(document)) return location.reload()
      tellChanges(page)
      if (mayMove()) for (const part of PARTS) renew(part, page)
    } catch (error) {
      // The link is over: what stands here was shown to who had it.
      if (error instanceof Refused && error.isOver) location.reload()
    } finally {
      isBusy = false
    }
  }
  // A page that comes back from memory is from before what was read since.
  addEventListener("pageshow", event => event.persisted && void look(() => true))
  document.addEventListener("visibilitychange", () => void look(() => true))
  setInterval(() => void look(isLeft), EVERY_MS)
}

/** Puts the new part in place of the old one; the focus stays on the same link. */
function renew(part: string, page: Document): void {
  const here = document.querySelector<HTMLElement>(part)
  const there = page.querySelector<HTMLElement>(part)
  if (!here || !there || here.innerHTML === there.innerHTML) return
  const focused = here.contains(document.activeElement) ? document.activeElement?.getAttribute("href") : null
  here.replaceChildren(...[...there.childNodes].map(node => document.importNode(node, true)))
  for (const [name, value] of Object.entries(there.dataset)) here.dataset[name] = value
  if (focused)
    [...here.querySelectorAll<HTMLElement>("a[href]")]
      .find(one => one.getAttribute("href") === focused)
      ?.focus()
}

/** Whether nobody points at the page, reads it by keys or has scrolled it. */
function isLeft(): boolean {
  const main = document.querySelector(".main")
  return Boolean(
    main &&
      !main.matches(":hover") &&
      !main.contains(document.activeElement) &&
      main.scrollTop + scrollY < 40,
  )
}
