/** The Trusted Types policy `pochette`: inert HTML for parsing, and the address of the service worker. */

interface Rules {
  createHTML(html: string): string
  createScriptURL(url: string): string
}
interface Policies {
  createPolicy(name: string, rules: Rules): Rules
}

const WORKER = "/sw.js"

const rules: Rules = { createHTML: inert, createScriptURL: () => WORKER }
let made: Rules | undefined

function policy(): Rules {
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes
  // A name is given once a page.
  made ??= policies?.createPolicy("pochette", rules) ?? rules
  return made
}

/** Renames `style` and handlers to `data-…`, and removes scripts: the Content-Security-Policy has nothing to block. */
function inert(html: string): string {
  return html
    .replace(/<(style|script|xml)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<[a-z][^>]*>/gi, tag => tag.replace(/\s(style|on\w+)\s*=/gi, " data-$1="))
}

/** A document that runs, fetches and shows nothing; what was in `style` is in `data-style`. */
export const parsed = (html: string): Document =>
  new DOMParser().parseFromString(policy().createHTML(html), "text/html")

/** Trusted Types let through one constant address and nothing else. */
export const workerAddress = (): string => policy().createScriptURL(WORKER)
