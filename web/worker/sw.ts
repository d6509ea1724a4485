/** Gives the page of a kept note, and its files, where the network does not; without a kept note it does nothing. */
export {}

declare const self: ServiceWorkerGlobalScope

/** A page that the network has not begun to give by then comes from this device. */
const PATIENCE_MS = 1_000
const GONE = [403, 404, 410]

self.addEventListener("install", () => void self.skipWaiting())
self.addEventListener("activate", event => event.waitUntil(self.clients.claim()))
self.addEventListener("fetch", event => {
  const { method, mode, url } = event.request
  const { origin, pathname, searchParams } = new URL(url)
  if (method !== "GET" || origin !== self.location.origin) return
  if (pathname.startsWith("/static/")) event.respondWith(file(event.request))
  else if (mode === "navigate" && /^\/n\/[^/]+$/.test(pathname) && searchParams.get("view") !== "read")
    event.respondWith(page(event, pathname))
})

async function file(request: Request): Promise<Response> {
  return (await caches.match(request.url, { ignoreVary: true })) ?? fetch(request)
}

async function page(event: FetchEvent, path: string): Promise<Response> {
  const kept = await caches.match(path, { ignoreVary: true })
  const asked = fetch(event.request)
  if (!kept) return asked
  const learnt = asked.then(answer => (GONE.includes(answer.status) ? forget(path) : undefined))
  event.waitUntil(learnt.catch(() => undefined))
  const patience = new Promise<Response>(resolve => setTimeout(() => resolve(kept), PATIENCE_MS))
  return Promise.race([asked, patience]).catch(() => kept)
}

/** The link is closed: its page is not shown again, whoever asks. */
async function forget(path: string): Promise<void> {
  for (const name of await caches.keys())
    if (await (await caches.open(name)).match(path, { ignoreVary: true })) await caches.delete(name)
}
