/** A toast at the foot of the page, announced to screen readers. */

const SHOWN_MS = 6_000

let timer = 0

export function toast(text: string): void {
  const place = document.getElementById("toast")
  if (!place) return
  place.hidden = false
  place.textContent = text
  clearTimeout(timer)
  timer = window.setTimeout(() => {
    place.hidden = true
  }, SHOWN_MS)
}
