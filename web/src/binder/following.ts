/** More rows once the end of the list comes near; without script a link leads to them. */
import { tellTimes } from "./dates.ts"
import { fetchPage, groupOf, groups } from "./fetched.ts"

/** So far below what is seen, rows are asked for. */
const AHEAD = "600px"

export function following(list: HTMLElement): void {
  const link = document.querySelector<HTMLAnchorElement>("#following")
  const main = document.querySelector(".main")
  if (!link) return
  const isScrolled = main && getComputedStyle(main).overflowY === "auto"
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
    for (const row of group.querySelectorAll<HTMLElement>("[data-note]"))
      if (shown.has(row.dataset.note)) row.remove()
    const here = groupOf(list, group.dataset.key ?? "")
    const fresh = document.importNode(group, true)
    if (here) here.querySelector("ul")?.append(...fresh.querySelectorAll("[data-note]"))
    else list.append(fresh)
  }
  const next = page.querySelector<HTMLAnchorElement>("#following")
  if (!next) link.parentElement?.remove()
  else link.href = next.href
  return next !== null
}
