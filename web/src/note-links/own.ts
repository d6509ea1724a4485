/** What the server says of an address: its own address, which gives nothing, and its title. */

import type { Key } from "../words.ts"

/** `gives`: the right of the link to everybody; null at an own address. */
export interface Own {
  readonly url: string
  readonly title: string
  readonly gives: "print" | "read" | "comment" | "edit" | null
}

const GIVEN: Record<string, Key> = {
  print: "noteLinks.gavePrint",
  read: "noteLinks.gaveRead",
  comment: "noteLinks.gaveComment",
}

/** Says which right an address gave before it was replaced. */
export const rightOf = (gives: string): Key => GIVEN[gives] ?? "noteLinks.gaveEdit"

const known = new Map<string, Promise<Own | undefined>>()

/** Undefined where this device may not know; asked again after the network was away. */
export function ownOf(path: string): Promise<Own | undefined> {
  const before = known.get(path)
  if (before) return before
  const asked = ask(path)
  known.set(path, asked)
  void asked.then(own => {
    if (!own) known.delete(path)
    // The own address gives nothing by itself, but its title is known.
    else if (own.url !== path) known.set(own.url, Promise.resolve({ ...own, gives: null }))
  })
  return asked
}

async function ask(path: string): Promise<Own | undefined> {
  try {
    const answer = await fetch(`${path}/own`, {
      headers: { accept: "application/json" },
      signal: AbortSignal.timeout(3_000),
    })
    return answer.ok ? ((await answer.json()) as Own) : undefined
  } catch {
    return undefined
  }
}
