/** What somebody asked to take along, by address, in `localStorage`: read before anything else is loaded. */
import { remember, remembered } from "../screen/storage.ts"
import type { What } from "./store.ts"

const CARRIED = "pochette.carried"
const FULL = "pochette.carried.full"

export type Wishes = Readonly<Record<string, What>>

export const hasWishes = (): boolean => remembered(CARRIED) !== null

export function wishes(): Wishes {
  try {
    return JSON.parse(remembered(CARRIED) ?? "{}") as Wishes
  } catch {
    return {}
  }
}

export function wish(base: string, what: What | undefined): void {
  const { [base]: _, ...others } = wishes()
  const now = what ? { ...others, [base]: what } : others
  remember(CARRIED, Object.keys(now).length > 0 ? JSON.stringify(now) : null)
}

/** Whether the browser had no room for all of it: remembered here, where there is room for a word still. */
export const isFull = (base: string): boolean => remembered(FULL) === base

export function setFull(base: string, isNow: boolean): void {
  if (isNow || isFull(base)) remember(FULL, isNow ? base : null)
}
