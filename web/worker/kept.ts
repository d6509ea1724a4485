/** Pages of notes that are kept to write in: caches of their editor made by `web/src/offline/shell.ts`. */

const GONE = [403, 404, 410]

export async function keptPage(path: string, search: string): Promise<Response | undefined> {
  if (!/^\/n\/[^/]+$/.test(path) || new URLSearchParams(search).get("view") === "read") return undefined
  return caches.match(path, { ignoreVary: true })
}

/** The link is closed: its page is not shown again, whoever asks. */
export async function forget({ status }: Response, path: string): Promise<void> {
  if (!GONE.includes(status)) return
  for (const name of await caches.keys())
    if (await (await caches.open(name)).match(path, { ignoreVary: true })) await caches.delete(name)
}
