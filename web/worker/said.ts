/** What the worker writes into a page of this device, and the pages that it makes itself. */
import { LANGUAGES, type Language, languageOf, takenAt, text } from "./words.ts"

/** Lucide's `cloud-off`. */
const CLOUD =
  '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M10.94 5.274A7 7 0 0 1 15.71 10h1.79a4.5 4.5 0 0 1 4.222 6.057"/><path d="M18.796 18.81A4.5 4.5 0 0 1 17.5 19H9A7 7 0 0 1 5.79 5.78"/><path d="m2 2 20 20"/></svg>'

/** Prints, forms and the editor ask the server: what would fail is not offered. *Lue* waits for the network. */
const ONLINE_ONLY =
  '.online-only, form[method="post"]:not([data-seek], [data-waits]), a[href*="/preview"], a[href*="view=edit"], a[download]'

const BAND = `
html { overflow-anchor: none }
@media (min-width: 641px) { body.lib { grid-template-areas: "top top" "carried carried" "rail main" "foot foot"; grid-template-rows: auto auto 1fr auto } }
.lib > #carried { grid-area: carried }
#carried { display: flex; gap: 12px; align-items: center; padding: 10px 18px; border-bottom: 1px solid color-mix(in oklab, var(--warn) 40%, var(--warn-soft)); background: var(--warn-soft); color: var(--ink); font: 15px / 1.4 var(--sans) }
#carried .icon { flex: none; width: 20px; height: 20px; color: var(--warn) }
#carried p { flex: 1; margin: 0; font-weight: 600 }
#carried a { flex: none; display: grid; align-items: center; min-height: 44px; color: inherit; font-weight: 600 }
:is(${ONLINE_ONLY}) { display: none !important }
@media (min-width: 641px) { #carried p { flex: none } }
@media print { #carried { display: none } }`

const NOTICE = `
:root { color-scheme: light dark; background: light-dark(#efebe3, #131211); color: light-dark(#1f1d1a, #ece8e0); font: 17px / 1.5 system-ui, sans-serif }
main { max-width: 34rem; margin: 14vh auto 0; padding: 0 22px }
h1 { margin: 0 0 6px; font-size: 22px; line-height: 1.25 }
p { margin: 0 0 14px }
section + section { margin-top: 34px; padding-top: 26px; border-top: 1px solid light-dark(#ded7ca, #34312d) }
section + section h1 { font-size: 18px }
a { display: inline-grid; align-items: center; min-height: 44px; padding: 0 18px; border-radius: 8px; background: light-dark(#1d4ed8, #8fb0ff); color: light-dark(#fff, #0f1730); font-weight: 600; text-decoration: none }`

/** A page of this device says so below its bar, and offers nothing that would fail. Its styles go by the nonce of its own policy. */
export function withBand(page: string, policy: string, at: number, now: number): string {
  const language = languageOf(page)
  const [, nonce = ""] = /'nonce-([^']+)'/.exec(policy) ?? []
  const said = takenAt(language, at, now)
  const band =
    `<style nonce="${nonce}">${BAND}</style>` +
    `<aside id="carried">${CLOUD}<p>${said}</p><a href="">${text(language, "offlinePage.again")}</a></aside>`
  const bar = page.indexOf("</header>")
  const place = bar < 0 ? page.indexOf(">", page.indexOf("<body")) + 1 : bar + "</header>".length
  return page.slice(0, place) + band + page.slice(place)
}

/** Why a page is not shown without a network: its time is `over`, or it is `missing` among what was taken along. */
export function notice(why: "over" | "missing", languages: readonly string[]): Response {
  const nonce = crypto.randomUUID()
  const first: Language = languages[0]?.startsWith("fr") ? "fr" : "en"
  const inOrder = [first, ...LANGUAGES.filter(language => language !== first)]
  const sections = inOrder.map(language => {
    const [heading, because, again] = [
      `offlinePage.${why}.heading`,
      `offlinePage.${why}.text`,
      "offlinePage.again",
    ].map(key => text(language, key))
    return `<section lang="${language}"><h1>${heading}</h1><p>${because}</p><a href="">${again}</a></section>`
  })
  const html =
    `<!doctype html><html lang="${first}"><head><meta charset="utf-8"><title>Pochette</title>` +
    `<meta name="viewport" content="width=device-width, initial-scale=1"><style nonce="${nonce}">${NOTICE}</style></head>` +
    `<body><main>${sections.join("")}</main></body></html>`
  return new Response(html, {
    status: 503,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'`,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
    },
  })
}
