/** Lazy layout of a long note: all but the first screens are laid out block by block while idle. */

/** The blocks before are laid out at once: as `.prose` says in reading.css. */
const FIRST = 40
const AT_ONCE = 16
const REST_MS = 8

/** `changed` is called whenever the page has become longer or shorter by it. */
export function layOut(text: HTMLElement, changed: () => void): void {
  const whenIdle = window.requestIdleCallback
  // Without scroll anchoring, lazy blocks would move the text in view: lay all out. Safari has neither.
  if (!whenIdle || !CSS.supports("overflow-anchor", "auto")) return
  const blocks = [...text.children].slice(FIRST) as HTMLElement[]
  let at = 0
  const step = (idle: IdleDeadline) => {
    do {
      for (const block of blocks.slice(at, at + AT_ONCE)) layBlock(block)
      at += AT_ONCE
      changed()
    } while (at < blocks.length && idle.timeRemaining() > REST_MS)
    if (at < blocks.length) whenIdle(step)
  }
  if (blocks.length > 0) whenIdle(step)
}

/** This one from now on, seen or not, so that its size is its own. */
export function layBlock(block: HTMLElement): void {
  block.style.contentVisibility = "visible"
}
