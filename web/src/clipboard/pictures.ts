/** Pictures in pasted HTML: those of this note stay, others are removed and named. */

const EMOJI = /^\p{Extended_Pictographic}/u
/** Signs and dots that nobody sees, in pixels. */
const DOT = 3

/** `note` is the path of this note. Gives the names of those that were left out, empty where they have none. */
export function pictures(body: HTMLElement, note: string): string[] {
  const left: string[] = []
  for (const image of body.querySelectorAll("img")) {
    const alt = image.alt.replace(/\s+/g, " ").trim()
    const path = pathOf(image.getAttribute("src") ?? "")
    const own = path.startsWith(`${note}/image/`) ? path.slice(note.length + 1) : ""
    const isDot = [image.getAttribute("width"), image.getAttribute("height")].some(
      size => size !== null && Number.parseFloat(size) <= DOT,
    )
    if (own) {
      image.setAttribute("src", own)
      continue
    }
    if (EMOJI.test(alt)) image.before(alt)
    else if (!isDot) left.push(alt || nameOf(path))
    image.remove()
  }
  return left
}

function pathOf(address: string): string {
  if (!URL.canParse(address, location.href)) return ""
  const { protocol, pathname } = new URL(address, location.href)
  return /^(https?|file):$/.test(protocol) ? pathname : ""
}

function nameOf(path: string): string {
  const last = path.split("/").at(-1) ?? ""
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}
