/** Keeps the toolbar above the keyboard of a phone whose browser lays the keyboard over the page (iOS). */

/** Sets `--seen-height` to what can be seen, while that is less than the page believes. */
export function followKeyboard(): void {
  const seen = window.visualViewport
  if (!seen) return
  const measure = () => {
    const isCovered = seen.scale === 1 && seen.height < window.innerHeight - 1
    const root = document.documentElement
    if (isCovered) root.style.setProperty("--seen-height", `${seen.height}px`)
    else root.style.removeProperty("--seen-height")
    if (isCovered) window.scrollTo(0, 0)
  }
  seen.addEventListener("resize", measure)
  measure()
}
