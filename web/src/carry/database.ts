/** IndexedDB of what is taken along, as pages and worker share it. */

const NAME = "pochette.carried"
/** What has another format is erased, and fetched again. */
const FORMAT = 1

/** Object stores: the carries by their address, their pages and files by carry and address, and facts of this device. */
export type StoreName = "carries" | "entries" | "facts"
type Stores = (name: StoreName) => IDBObjectStore

export async function asked<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** Runs `work` in one transaction: all of it is written, or nothing. Raises where the browser stores nothing more. */
export async function inOne<Value>(
  mode: IDBTransactionMode,
  names: readonly StoreName[],
  work: (stores: Stores) => Promise<Value>,
): Promise<Value> {
  const database = await opened()
  try {
    const transaction = database.transaction([...names], mode)
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
    })
    done.catch(() => undefined)
    const value = await work(name => transaction.objectStore(name))
    await done
    return value
  } finally {
    database.close()
  }
}

export async function deleteDatabase(): Promise<void> {
  await asked(indexedDB.deleteDatabase(NAME))
}

async function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, FORMAT)
  request.onupgradeneeded = () => {
    const { result } = request
    for (const name of [...result.objectStoreNames]) result.deleteObjectStore(name)
    result.createObjectStore("carries", { keyPath: "base" })
    result.createObjectStore("entries", { keyPath: ["base", "url"] })
    result.createObjectStore("facts")
  }
  const database = await asked(request)
  database.onversionchange = () => database.close()
  return database
}
