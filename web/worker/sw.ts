/** Gives pages of this device, and their files, where the network does not: notes kept to write, and what is taken along. */
import { ask, type Came, handed, handOver, lately } from "./asking.ts"
import { carriedFile, carriedPage, insteadOf, learn, type OfDevice } from "./carried.ts"
import { digestOf } from "./digest.ts"
import { forget, keptPage } from "./kept.ts"

declare const self: ServiceWorkerGlobalScope

/** A page that is not here by then comes from this device first. */
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
// A page of this device asks what became of its address.
self.addEventListener("message", event => {
  const { page, digest, isAnew } = (event.data ?? {}) as Record<string, unknown>
  const [port] = event.ports
  if (typeof page === "string" && port) event.waitUntil(tell(port, page, String(digest), isAnew === true))
})

async function file(request: Request): Promise<Response> {
  return (await caches.match(request.url, { ignoreVary: true })) ?? fetch(request)
}

async function picture(request: Request, address: string): Promise<Response> {
  const kept = await carriedFile(address).catch(() => undefined)
  return kept ?? fetch(request)
}

async function page(event: FetchEvent, path: string, search: string): Promise<Response> {
  const address = path + search
  const ready = handed(address)
  if (ready) return ready
  const answer = learnt(fetch(event.request), path, address)
  event.waitUntil(answer.catch(() => undefined))
  const kept = await ofDevice(path, search)
  if (!kept) return answer.catch(async error => (await insteadOf()) ?? Promise.reject(error))
  const coming = compared(ask(address, answer), kept)
  event.waitUntil(coming)
  const patience = new Promise<undefined>(resolve => setTimeout(resolve, PATIENCE_MS, undefined))
  const came = await Promise.race([coming, patience])
  // A server that cannot answer now is no better than none.
  if (!came) return kept.shown("slow")
  return came.answer ? came.answer.clone() : kept.shown(came.outcome)
}

async function ofDevice(path: string, search: string): Promise<OfDevice | undefined> {
  const kept = await keptPage(path, search)
  return kept ? { shown: () => kept } : carriedPage(path + search).catch(() => undefined)
}

async function compared(coming: Promise<Came>, kept: OfDevice): Promise<Came> {
  const came = await coming
  // Without room nothing is written down, and the page is shown all the same.
  if (came.answer) await kept.compare?.(came.answer.clone()).catch(() => undefined)
  return came
}

/** Tells a page whether the network has it, and another one than is shown; its next load gets that one. */
async function tell(port: MessagePort, address: string, digest: string, isAnew: boolean): Promise<void> {
  const [path = ""] = address.split("?")
  const question = () =>
    learnt(fetch(address, { headers: { accept: "text/html" }, redirect: "manual" }), path, address)
  const came = await (isAnew ? ask(address, question()) : lately(address, question))
  const isSame =
    came.outcome === "fresh" &&
    came.answer?.ok &&
    (await digestOf(await came.answer.clone().text())) === digest
  if (came.answer) handOver(address, came)
  port.postMessage(isSame ? "same" : came.outcome)
}

async function learnt(asked: Promise<Response>, path: string, address: string): Promise<Response> {
  const answer = await asked
  await Promise.all([forget(answer, path), learn(answer, address)])
  return answer
}
