/** Renews the report of an import until it is over; nothing else of the page moves. */

const AGAIN_MS = 1000

export function follow(report: HTMLElement | null): void {
  if (!report?.hasAttribute("data-running")) return
  setTimeout(async () => {
    const fresh = await lookAgain().catch(() => null)
    if (!fresh || report.querySelector("form")?.contains(document.activeElement)) return follow(report)
    const isOver = !fresh.hasAttribute("data-running")
    if (isOver) {
      report.replaceWith(fresh)
      document.title = fresh.querySelector("h1")?.textContent ?? document.title
      return
    }
    // The line that tells how far it is stays the same element, so that it is read out.
    const told = report.querySelector("#told")
    const said = fresh.querySelector("#told")?.textContent ?? ""
    for (const part of ["progress", "section", "main > .hint"]) swap(report, fresh, part)
    if (told && told.textContent !== said) told.textContent = said
    follow(report)
  }, AGAIN_MS)
}

/** All of one kind; they stand in the same order in both. */
function swap(report: HTMLElement, fresh: HTMLElement, selector: string): void {
  const old = report.querySelectorAll(selector)
  const now = fresh.querySelectorAll(selector)
  for (const [at, part] of now.entries()) {
    const before = old[at]
    if (before) before.replaceWith(part)
    else report.append(part)
  }
}

function lookAgain(): Promise<HTMLElement | null> {
  const request = new XMLHttpRequest()
  request.responseType = "document"
  request.open("GET", location.href)
  return new Promise((tell, fail) => {
    request.onload = () => tell(request.responseXML?.querySelector<HTMLElement>("#report") ?? null)
    request.onerror = fail
    request.send()
  })
}
