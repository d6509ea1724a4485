/** The last searches, on this device alone. */
import { remember, remembered } from "../screen/storage.ts"

const KEY = "pochette.searches"
const MOST = 2

export function searches(): string[] {
  try {
    return JSON.parse(remembered(KEY) ?? "[]") as string[]
  } catch {
    return []
  }
}

export function keepSearch(words: string): void {
  const said = words.trim()
  if (!said) return
  remember(KEY, JSON.stringify([said, ...searches().filter(one => one !== said)].slice(0, MOST)))
}

export const forgetSearches = (): void => remember(KEY, null)
