/** Icons from the sprite of the page's template. */
import { svg } from "lit-html"

/** `name` must be in the `sprite(…)` of every template whose script draws it. */
export function icon(name: string) {
  return svg`<svg class="icon" aria-hidden="true"><use href=${`#icon-${name}`}></use></svg>`
}
