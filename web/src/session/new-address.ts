/** After links were renewed, the open page of a trusted device continues at its new address. Part. */
import type { EditorPage } from "../note/page.ts"

const AGAIN_MS = 2_000

interface Moved {
  /** The path of the note's new address. */
  readonly url: string
  readonly links: EditorPage["links"]
}

/** Whether the page goes on: then its facts, its links and the bar of the browser have the new address. */
export async function goOn(page: EditorPage): Promise<boolean> {
  const moved = await ask(`/n/${page.token}/moved`)
  const [, , token] = moved?.url.split("/") ?? []
  if (!moved || !token || token === page.token) return false
  const renamed = (text: string) => text.replaceAll(page.token, token)
  for (const name of ["href", "action"])
    for (const element of document.querySelectorAll(`[${name}*="${page.token}"]`))
      element.setAttribute(name, renamed(element.getAttribute(name) ?? ""))
  history.replaceState(history.state, "", renamed(location.href))
  Object.assign(page, JSON.parse(renamed(JSON.stringify(page))), { links: moved.links })
  return true
}

/** Undefined where access was withdrawn; without an answer it is asked again, however long that takes. */
async function ask(address: string): Promise<Moved | undefined> {
  for (;;) {
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => undefined)
    if (answer?.ok) return (await answer.json()) as Moved
    if (answer && answer.status < 500) return undefined
    await new Promise(again => setTimeout(again, AGAIN_MS))
  }
}
