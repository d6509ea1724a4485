/** Offers to take along what a page is about, where the browser can keep it. The rest is loaded when it is pressed, or was once. */
import "./state.css"
import { remembered } from "../screen/storage.ts"
import { PENDING } from "./waiting.ts"
import { hasWishes } from "./wishes.ts"

const TOUCHES = ["pointerdown", "keydown", "wheel", "touchmove"]

export function carrying(): void {
  const slot = document.querySelector<HTMLButtonElement>("#carry")
  if (!canCarry()) return
  if (slot) {
    slot.hidden = false
    slot.addEventListener("click", async () => (await import("./sheet.ts")).openSheet(slot))
  }
  const band = document.getElementById("carried")
  if (band) {
    const isTouched = touched()
    void import("./band.ts").then(({ followNetwork }) => followNetwork(band, isTouched))
    void import("./said-here.ts").then(({ showWords }) => showWords())
  }
  const told = remembered(PENDING) && import("./pending.ts").then(({ tellPending }) => tellPending())
  if (hasWishes()) void import("./state.ts").then(({ showState }) => showState(slot, told || undefined))
}

/** Whether somebody has begun to read: a press on the page before this was here counts, the one that led to it does not. */
function touched(): () => boolean {
  // Chromium takes the press on the page before along as one on this page, for some seconds.
  const counts: EventCounts | undefined = performance.eventCounts
  let is = counts ? TOUCHES.some(name => counts.get(name)) : navigator.userActivation.isActive
  const touch = () => {
    is = true
  }
  for (const name of TOUCHES) addEventListener(name, touch, { passive: true, capture: true, once: true })
  return () => is
}

const canCarry = (): boolean =>
  isSecureContext &&
  "serviceWorker" in navigator &&
  "caches" in window &&
  "indexedDB" in window &&
  !!crypto.subtle
