/** The service worker is there while something is kept on this device, or taken along. */
import { workerAddress } from "../screen/policy.ts"

export async function startWorker(): Promise<void> {
  await navigator.serviceWorker.register(workerAddress())
  await navigator.serviceWorker.ready
}

/** Once no cache needs it any more. */
export async function endWorker(): Promise<void> {
  const needed = ["kept/", "carried/"]
  const names = await caches.keys()
  if (names.some(name => needed.some(start => name.startsWith(start)))) return
  const worker = await navigator.serviceWorker.getRegistration()
  await worker?.unregister()
}
