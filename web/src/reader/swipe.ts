/** Swipe to the note before or after in a pochette, the same as the links below the text. */

/** Threshold of a swipe, and how much more horizontal than vertical it must be. */
const FAR_PX = 72
const SIDEWAYS = 2

/** `links` holds the links to the note before and after, where there are any. */
export function turning(links: HTMLElement): void {
  let from: Touch | undefined
  const options = { passive: true }
  document.addEventListener(
    "touchstart",
    ({ touches, target }) => {
      // Wide tables are moved sideways themselves, and two fingers enlarge.
      const isFree = touches.length === 1 && !(target as Element).closest(".scroll, .rtop")
      from = isFree ? touches[0] : undefined
    },
    options,
  )
  document.addEventListener(
    "touchend",
    ({ changedTouches }) => {
      const to = changedTouches[0]
      if (!from || !to || !getSelection()?.isCollapsed) return
      const [x, y] = [to.clientX - from.clientX, to.clientY - from.clientY]
      from = undefined
      if (Math.abs(x) < FAR_PX || Math.abs(x) < SIDEWAYS * Math.abs(y)) return
      links.querySelector<HTMLAnchorElement>(`[rel="${x < 0 ? "next" : "prev"}"]`)?.click()
    },
    options,
  )
}
