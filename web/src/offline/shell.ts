/** Caches the page of a kept note with its files, for the service worker. */
import { endWorker, startWorker } from "./worker.ts"

const PREFIX = "kept/"

/** Stores the page as the server gives it now, and all that it has loaded. Raises without a network. */
export async function keepShell(note: string): Promise<void> {
  await startWorker()
  const answer = await fetch(`${location.pathname}?view=edit`)
  // The last is the page's own, behind the texts of the interface.
  const script = [...document.querySelectorAll<HTMLScriptElement>("script[type=module][src]")].at(-1)
  const source = script?.getAttribute("src") ?? ""
  // The server has been updated since: the files of the page that it gives are not known yet.
  if (!answer.ok || !(await answer.clone().text()).includes(source)) return
  const before = await caches.open(PREFIX + note)
  if (!(await before.match(source))) await caches.delete(PREFIX + note)
  const cache = await caches.open(PREFIX + note)
  await Promise.all(performance.getEntriesByType("resource").map(({ name }) => keepFile(cache, name)))
  for (const { url } of await cache.keys())
    if (new URL(url).pathname.startsWith("/n/")) await cache.delete(url)
  await cache.put(location.pathname, answer)
  keepLater(cache)
}

export async function forgetShell(note: string): Promise<void> {
  later?.disconnect()
  await caches.delete(PREFIX + note)
  await endWorker()
}

let later: PerformanceObserver | undefined

/** Faces of letters that are met only later, and the parts of the page that are fetched ahead meanwhile. */
function keepLater(cache: Cache): void {
  later?.disconnect()
  later = new PerformanceObserver(list => {
    for (const { name } of list.getEntries()) void keepFile(cache, name).catch(() => undefined)
  })
  later.observe({ type: "resource", buffered: true })
}

async function keepFile(cache: Cache, url: string): Promise<void> {
  const { origin, pathname } = new URL(url)
  if (origin !== location.origin || !pathname.startsWith("/static/")) return
  if (!(await cache.match(url))) await cache.add(url)
}
