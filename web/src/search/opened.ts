/** The notes and pochettes that this browser opened last: ids and times alone, no titles. */
import { remember, remembered } from "../screen/storage.ts"

const KEY = "pochette.opened"
/** More than are shown: some may not open any more. */
const MOST = 8

/** `at` is the own address, which gives nothing by itself; `when` is in ms. */
export interface Opened {
  readonly at: string
  readonly when: number
}

export function opened(): Opened[] {
  try {
    return JSON.parse(remembered(KEY) ?? "[]") as Opened[]
  } catch {
    return []
  }
}

export function keepOpened(at: string): void {
  const others = opened().filter(one => one.at !== at)
  remember(KEY, JSON.stringify([{ at, when: Date.now() }, ...others].slice(0, MOST)))
}

export function forgetOpened(at: string): void {
  remember(KEY, JSON.stringify(opened().filter(one => one.at !== at)))
}
