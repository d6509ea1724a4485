/** The drawing of a classeur, as server/pages/drawings.html has it: its tabs in the colours of its themes. */
import { svg, type TemplateResult } from "lit-html"

export function drawing(tabs: readonly number[]): TemplateResult<2> {
  return svg`<svg class="classeur" viewBox="0 0 64 68" aria-hidden="true">
    <ellipse class="shade" cx="31" cy="65" rx="26" ry="3"></ellipse>
    <rect class="page" x="30" y="5" width="27" height="56" rx="2.5"></rect>
    <rect class="front" x="6" y="3" width="48" height="60" rx="3.5"></rect>
    <path class="back-side" d="M9.5 3H21v60H9.5A3.5 3.5 0 0 1 6 59.5v-53A3.5 3.5 0 0 1 9.5 3z"></path>
    <rect class="label" x="9.5" y="10" width="8" height="24" rx="1"></rect>
    <path class=${tabs[0] ? `spine t${tabs[0]}` : "spine"} d="M13.5 14v16"></path>
    ${tabs.slice(0, 3).map((tab, at) => svg`<rect class=${`tab t${tab}`} x="54.5" y=${13 + 13 * at} width="5.5" height="9" rx="1"></rect>`)}
    <circle class="ring" cx="13.5" cy="51" r="3.8"></circle></svg>`
}
