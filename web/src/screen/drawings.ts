/** Puts drawings into the sprite of a page whose template has not brought them. */
import { parsed } from "./policy.ts"

const SVG = "http://www.w3.org/2000/svg"

/** `drawings`: sources of Lucide, by the names that `icon` takes. */
export function putDrawings(drawings: Readonly<Record<string, string>>): void {
  const missing = Object.entries(drawings).filter(([name]) => !document.getElementById(`icon-${name}`))
  if (missing.length === 0) return
  const sprite = document.createElementNS(SVG, "svg")
  sprite.setAttribute("class", "sprite")
  sprite.setAttribute("aria-hidden", "true")
  for (const [name, source] of missing) {
    const symbol = document.createElementNS(SVG, "symbol")
    symbol.id = `icon-${name}`
    symbol.setAttribute("viewBox", "0 0 24 24")
    symbol.append(...(parsed(source).querySelector("svg")?.childNodes ?? []))
    sprite.append(symbol)
  }
  document.body.append(sprite)
}
