/** Links that lead where a note may lead; of all others only the words stay. */
import { says, unwrap } from "./elements.ts"

const ALLOWED = /^(https?:\/\/[^/]|mailto:.|tel:.)/i

export function links(body: HTMLElement): void {
  for (const link of body.querySelectorAll("a")) {
    const address = (link.getAttribute("href") ?? "").trim()
    if (!ALLOWED.test(address) || !says(link)) unwrap(link)
    else link.setAttribute("href", address.replace(/[\s<>()\\]/g, encodeSign))
  }
}

const encodeSign = (sign: string) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`
