/** What the worker writes into a page of this device, and the pages that it makes itself. */
import { LANGUAGES, type Language, languageOf, takenAt, text } from "./words.ts"

/** Lucide's `cloud-off`. */
const CLOUD =
  '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M10.94 5.274A7 7 0 0 1 15.71 10h1.79a4.5 4.5 0 0 1 4.222 6.057"/><path d="M18.796 18.81A4.5 4.5 0 0 1 17.5 19H9A7 7 0 0 1 5.79 5.78"/><path d="m2 2 20 20"/></svg>'

/** Why a page comes from this device: the network is `slow`, or it gave no answer. */
export type Why = "slow" | "offline" | "silent" | "trouble"

/** Prints, forms and the editor ask the server: what would fail is not offered. *Lue* waits for the network. */
const ONLINE_ONLY =
  '.online-only, form[method="post"]:not([data-seek], [data-waits]), a[href*="/preview"], a[href*="view=edit"], a[download]'

/** What stands there follows `data-state`, which `web/src/carry/band.ts` changes: by then the network has answered, or not. */
const BAND = `
html { overflow-anchor: none }
@media (min-width: 641px) { body.lib { grid-template-areas: "top top" "carried carried" "rail main" "foot foot"; grid-template-rows: auto auto 1fr auto } }
.lib > #carried { grid-area: carried }
#carried { position: relative; display: flex; gap: 12px; align-items: center; padding: 10px 18px; border-bottom: 1px solid color-mix(in oklab, var(--warn) 40%, var(--warn-soft)); background: var(--warn-soft); color: var(--ink); font: 15px / 1.35 var(--sans) }
#carried .icon { flex: none; width: 20px; height: 20px; color: var(--warn) }
#carried p { flex: 1; min-width: 0; margin: 0 }
#carried b { margin-inline-end: .35em; font-weight: 600 }
#carried b::after { content: "." }
#carried b:only-child::after { content: none }
#carried a { flex: none; display: grid; align-items: center; min-height: 44px; color: inherit; font-weight: 600 }
#carried:is([data-state="fresh"], [data-state="same"]) { border-color: color-mix(in oklab, var(--ok) 40%, var(--paper)); background: color-mix(in oklab, var(--ok) 10%, var(--paper)) }
#carried[data-state="fresh"] { position: sticky; top: var(--bar, 0); z-index: 1 }
#carried:is([data-state="fresh"], [data-state="same"]) .icon { display: none }
#carried i { position: absolute; inset: auto 0 -1px; height: 2px; overflow: hidden; visibility: hidden }
#carried i::before { content: ""; display: block; width: 30%; height: 100%; background: var(--warn); animation: carried 1.6s infinite ease-in-out }
#carried:is([data-state="slow"], [data-state="asking"]) i { visibility: visible }
@media (scripting: enabled) { #carried:is([data-state="slow"], [data-state="asking"], [data-state="same"]) a { display: none } }
@keyframes carried { from { translate: -100% } to { translate: 340% } }
@media (prefers-reduced-motion: reduce) { #carried i::before { width: 100%; opacity: .5; animation: none } }
body:has(#carried:not([data-state="fresh"], [data-state="same"])) :is(${ONLINE_ONLY}) { display: none !important }
@media (max-width: 640px) { #carried b { display: block } #carried b::after { content: none } }
@media print { #carried { display: none } }`

const NOTICE = `
:root { color-scheme: light dark; background: light-dark(#efebe3, #131211); color: light-dark(#1f1d1a, #ece8e0); font: 17px / 1.5 system-ui, sans-serif }
main { max-width: 34rem; margin: 14vh auto 0; padding: 0 22px }
h1 { margin: 0 0 6px; font-size: 22px; line-height: 1.25 }
p { margin: 0 0 14px }
section + section { margin-top: 34px; padding-top: 26px; border-top: 1px solid light-dark(#ded7ca, #34312d) }
section + section h1 { font-size: 18px }
a { display: inline-grid; align-items: center; min-height: 44px; padding: 0 18px; border-radius: 8px; background: light-dark(#1d4ed8, #8fb0ff); color: light-dark(#fff, #0f1730); font-weight: 600; text-decoration: none }`

interface Told {
  readonly policy: string
  readonly why: Why
  /** Server's times in ms: of the page, and of now. */
  readonly at: number
  readonly now: number
  /** Of what the page says. */
  readonly digest: string
}

/** A page of this device says so below its bar, and offers nothing that would fail. Its styles go by the nonce of its own policy. */
export function withBand(page: string, { policy, why, at, now, digest }: Told): string {
  const language = languageOf(page)
  const [, nonce = ""] = /'nonce-([^']+)'/.exec(policy) ?? []
  const said = `<b>${text(language, `offlinePage.state.${why}`)}</b><span>${takenAt(language, at, now)}</span>`
  const band =
    `<style nonce="${nonce}">${BAND}</style>` +
    `<aside id="carried" data-state="${why}" data-digest="${digest}">${CLOUD}<p role="status">${said}</p>` +
    `<a href="">${text(language, "offlinePage.again")}</a><i></i></aside>`
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
