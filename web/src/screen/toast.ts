/** A line at the foot of the page that says what has just happened, read aloud too, and goes by itself. */

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
