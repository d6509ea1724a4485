/** Pages of the list, fetched and read by the browser without a script of theirs. */

const TIMEOUT_MS = 15_000

/** An answer that is no list; `isOver`: this device may not see it any more. */
export class Refused extends Error {
  readonly isOver: boolean

  constructor(status: number) {
    super(`expected the list, got ${status}`)
    this.isOver = [403, 404, 410].includes(status)
  }
}

/** The list of notes as the server shows it at an address. */
export function fetchPage(address: string): Promise<Document> {
  const request = new XMLHttpRequest()
  request.responseType = "document"
  request.timeout = TIMEOUT_MS
  request.open("GET", address)
  return new Promise((tell, fail) => {
    request.onload = () =>
      request.status === 200 && request.responseXML
        ? tell(request.responseXML)
        : fail(new Refused(request.status))
    request.onerror = request.ontimeout = () => fail(new Error("expected the list, got no answer"))
    request.send()
  })
}

/** The right with which a page was made. */
export function roleIn(page: Document): string {
  const { role } = JSON.parse(page.getElementById("page")?.textContent ?? "{}") as { role?: string }
  return role ?? ""
}

/** The section of a theme, day or person. */
export const groupOf = (part: ParentNode, key: string): HTMLElement | undefined =>
  groups(part).find(group => group.dataset.key === key)

export const groups = (part: ParentNode): HTMLElement[] => [...part.querySelectorAll<HTMLElement>(".group")]
