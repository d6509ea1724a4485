/** A toast at the foot of the page, announced to screen readers. */

const SHOWN_MS = 6_000

let timer = 0

/** `shown`: for how many ms. */
export function toast(text: string, shown = SHOWN_MS): void {
  const place = document.getElementById("toast")
  if (!place) return
  place.hidden = false
  place.textContent = text
  clearTimeout(timer)
  timer = window.setTimeout(() => {
    place.hidden = true
  }, shown)
}
