/** From note to note of a pochette, by a swipe or an arrow key: what the links around the text do. */

/** Threshold of a swipe, and how much more horizontal than vertical it must be. */
const FAR_PX = 72
const SIDEWAYS = 2
/** What moves sideways itself, or takes keys. */
const BUSY = ".scroll, input, textarea, select, [contenteditable], dialog[open], [popover]"

/** `links` holds the links to the note before and after; where there is none, the list comes. */
export function turning(links: HTMLElement): void {
  let from: Touch | undefined
  const turn = (rel: "next" | "prev") => {
    const list = document.querySelector<HTMLAnchorElement>(".rhome")
    const link = links.querySelector<HTMLAnchorElement>(`[rel="${rel}"]`) ?? list
    link?.click()
  }
  const isIn = (target: EventTarget | null, what: string) =>
    target instanceof Element && target.closest(what) !== null
  const options = { passive: true }
  document.addEventListener(
    "touchstart",
    ({ touches, target }) => {
      // Wide tables are moved sideways themselves, and two fingers enlarge.
      from = touches.length === 1 && !isIn(target, `${BUSY}, .rtop`) ? touches[0] : undefined
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
      turn(x < 0 ? "next" : "prev")
    },
    options,
  )
  document.addEventListener("keydown", event => {
    const { key, target, altKey, ctrlKey, metaKey, shiftKey, defaultPrevented } = event
    const rel = ({ ArrowRight: "next", ArrowLeft: "prev" } as const)[key]
    if (!rel || altKey || ctrlKey || metaKey || shiftKey || defaultPrevented || isIn(target, BUSY)) return
    event.preventDefault()
    turn(rel)
  })
}
