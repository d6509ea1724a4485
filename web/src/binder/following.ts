/** More rows once the end of the list comes near; without script a link leads to them. */
import { tellTimes } from "./dates.ts"
import { fetchPage, groupOf, groups } from "./fetched.ts"

/** So far below what is seen, rows are asked for. */
const AHEAD = "600px"
/** Rows that are added in a frame. */
const AT_ONCE = 10

export function following(list: HTMLElement): void {
  const link = document.querySelector<HTMLAnchorElement>("#following")
  const main = document.querySelector(".main")
  if (!link) return
  // On a telephone the page is scrolled. Asking for a style here would lay the whole list out.
  const isScrolled = !matchMedia("(max-width: 640px)").matches
  const watch = new IntersectionObserver(
    ([entry]) => {
      if (!entry?.isIntersecting) return
      watch.disconnect()
      void append(list, link).then(goesOn => goesOn && watch.observe(link))
    },
    { root: isScrolled ? main : null, rootMargin: AHEAD },
  )
  watch.observe(link)
}

/** Whether more follow; without an answer the link stays, to be pressed. */
async function append(list: HTMLElement, link: HTMLAnchorElement): Promise<boolean> {
  const page = await fetchPage(link.href).catch(() => null)
  if (!page) return false
  tellTimes(page)
  const shown = new Set([...list.querySelectorAll<HTMLElement>("[data-note]")].map(row => row.dataset.note))
  for (const group of groups(page)) {
    const rows = [...group.querySelectorAll<HTMLElement>("[data-note]")]
    for (const row of rows) row.remove()
    const place = groupOf(list, group.dataset.key ?? "") ?? document.importNode(group, true)
    if (!place.isConnected) list.append(place)
    const fresh = rows.filter(row => !shown.has(row.dataset.note))
    while (fresh.length) {
      place
        .querySelector("ul")
        ?.append(...fresh.splice(0, AT_ONCE).map(row => document.importNode(row, true)))
      await new Promise(requestAnimationFrame)
    }
  }
  const next = page.querySelector<HTMLAnchorElement>("#following")
  if (!next) link.parentElement?.remove()
  else link.href = next.href
  return next !== null
}
