/** Gives pages of this device, and their files, where the network does not: notes kept to write, and what is taken along. */
import { carriedFile, carriedPage, insteadOf, learn } from "./carried.ts"
import { forget, keptPage } from "./kept.ts"

declare const self: ServiceWorkerGlobalScope

/** A page that the network has not begun to give by then comes from this device. */
const PATIENCE_MS = 1_000
const PAGE = /^\/$|^\/[cnp]\/[^/]+$|^\/p\/[^/]+\/notes\/[^/]+$/

self.addEventListener("install", () => void self.skipWaiting())
self.addEventListener("activate", event => event.waitUntil(self.clients.claim()))
self.addEventListener("fetch", event => {
  const { method, mode, url, destination } = event.request
  const { origin, pathname, search } = new URL(url)
  if (method !== "GET" || origin !== self.location.origin) return
  if (pathname.startsWith("/static/")) event.respondWith(file(event.request))
  else if (mode === "navigate" && PAGE.test(pathname)) event.respondWith(page(event, pathname, search))
  else if (destination === "image") event.respondWith(picture(event.request, pathname + search))
})

async function file(request: Request): Promise<Response> {
  return (await caches.match(request.url, { ignoreVary: true })) ?? fetch(request)
}

async function picture(request: Request, address: string): Promise<Response> {
  const kept = await carriedFile(address).catch(() => undefined)
  return kept ?? fetch(request)
}

async function page(event: FetchEvent, path: string, search: string): Promise<Response> {
  const asked = fetch(event.request).then(async answer => {
    await Promise.all([forget(answer, path), learn(answer, path + search)])
    return answer
  })
  event.waitUntil(asked.catch(() => undefined))
  const kept = (await keptPage(path, search)) ?? (await carriedPage(path + search).catch(() => undefined))
  if (!kept) return asked.catch(async error => (await insteadOf()) ?? Promise.reject(error))
  const patience = new Promise<Response>(resolve => setTimeout(() => resolve(kept), PATIENCE_MS))
  // A server that cannot answer now is no better than none.
  const shown = asked.then(answer => (answer.status >= 500 ? kept : answer))
  return Promise.race([shown, patience]).catch(() => kept)
}
