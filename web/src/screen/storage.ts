/** Web storage, or the memory of this page where the browser refuses it: cookies blocked, a private window, a full disk. */

const memory = new Map<string, string>()

type Area = "localStorage" | "sessionStorage"

/** What was remembered under `key`; null where nothing was. */
export function remembered(key: string, area: Area = "localStorage"): string | null {
  try {
    return memory.get(key) ?? window[area].getItem(key)
  } catch {
    return null
  }
}

/** Forgets with null. */
export function remember(key: string, value: string | null, area: Area = "localStorage"): void {
  memory.delete(key)
  try {
    if (value === null) window[area].removeItem(key)
    else window[area].setItem(key, value)
  } catch {
    if (value !== null) memory.set(key, value)
  }
}

/** As `remember`, for what has to outlive the page: throws where the browser refuses it. */
export function store(key: string, value: string): void {
  localStorage.setItem(key, value)
}

/** The keys in storage that begin so. */
export function storedKeys(prefix: string): string[] {
  try {
    return Object.keys(localStorage).filter(key => key.startsWith(prefix))
  } catch {
    return []
  }
}

/** Whether the browser stores anything for this site. */
export function hasStorage(): boolean {
  try {
    return localStorage !== null
  } catch {
    return false
  }
}
