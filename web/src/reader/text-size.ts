/** Two buttons for the size of the text, stored on this device for all notes. */

import { remember, remembered } from "../screen/storage.ts"

const KEY = "pochette.size"
const SIZES = [0, 1, 2, 3, 4]
const USUAL = 1

/** `bar` holds the two buttons, smaller first. */
export function textSize(bar: HTMLElement): void {
  const [smaller, larger] = bar.querySelectorAll("button")
  if (!smaller || !larger) return
  const read = remembered(KEY)
  let size = read !== null && SIZES.includes(Number(read)) ? Number(read) : USUAL

  const draw = () => {
    document.documentElement.dataset.size = String(size)
    // Not `disabled`, which would drop the focus.
    smaller.ariaDisabled = String(size === 0)
    larger.ariaDisabled = String(size === SIZES.length - 1)
  }
  const step = (by: number) => {
    const next = size + by
    if (!SIZES.includes(next)) return
    size = next
    remember(KEY, String(size))
    draw()
  }
  smaller.addEventListener("click", () => step(-1))
  larger.addEventListener("click", () => step(1))
  bar.hidden = false
  draw()
}
