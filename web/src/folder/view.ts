/** Page images of a pochette: its cover, and the pages of the selected note. */
import { html, nothing, type TemplateResult } from "lit-html"
import { icon } from "../screen/icon.ts"
import { t } from "../words.ts"
import type { Print } from "./api.ts"

export interface Shown {
  /** The last print that was ready: its pages stay while the next is made. */
  readonly print: Print | undefined
  readonly hasCover: boolean
  /** The page beside the cover. */
  readonly page: number
  readonly isEmpty: boolean
}

/** `turn` is told by how many pages to go on or back. */
export function pages(base: string, shown: Shown, turn: (by: number) => void): TemplateResult {
  const { print, hasCover, page } = shown
  const total = print?.total ?? 0
  if (shown.isEmpty || (print && !total))
    return html`<div class="none">${icon("folder-open")}<p>${t("folder.empty")}</p></div>`
  return html`<p class="all-pages"><a class="btn" href=${`${base}/preview`}>${icon("eye")}${t("folder.allPages")}</a></p>
    <div class="sheets-row">
    ${hasCover || !print ? sheet(base, print, 1, t("folder.coverPage"), nothing) : nothing}
    ${
      !print || total > 1 || !hasCover
        ? sheet(
            base,
            print,
            page,
            t("folder.page", { number: page }),
            html`<button type="button" class="x" ?disabled=${page <= (hasCover ? 2 : 1)} aria-label=${t("folder.before")}
                @click=${() => turn(-1)}>${icon("chevron-left")}</button>
              <button type="button" class="x" ?disabled=${page >= total} aria-label=${t("folder.after")}
                @click=${() => turn(1)}>${icon("chevron-right")}</button>`,
          )
        : nothing
    }
  </div>`
}

function sheet(
  base: string,
  print: Print | undefined,
  number: number,
  name: string,
  around: TemplateResult | typeof nothing,
): TemplateResult {
  return html`<figure>
    <div class="paper">${
      print
        ? html`<img src=${`${base}/page/${number}.png?width=744&key=${print.key}`} width="744" height="1052"
            alt=${t("folder.pageOf", { number })}>`
        : nothing
    }</div>
    <figcaption>${name}${around}</figcaption>
  </figure>`
}
