/** SHA-256 of what a page says, to know whether another answer says the same. */

/** Attributes that differ from answer to answer. */
const CHANGING = / (?:nonce|value)="[^"]*"/g

export async function digestOf(page: string): Promise<string> {
  const body = page.slice(Math.max(0, page.indexOf("<body"))).replace(CHANGING, "")
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(body))
  return btoa(String.fromCharCode(...new Uint8Array(hash)))
}
