/** The links of a note, as the server lists, makes, changes and closes them. */
import { type Key, t } from "../words.ts"

export interface Link {
  readonly id: string
  readonly role: "print" | "read" | "comment" | "edit" | "manage"
  readonly label: string
  readonly url: string | null
  readonly is_open: boolean
  readonly has_password: boolean
  readonly may_close: boolean
  /** Page of its renewal, for managers. */
  readonly renew_at: string | null
  readonly openings: number
  readonly max_openings: number | null
  readonly used_at: string | null
  readonly expires_at: string | null
  readonly recipient?: string
  /** How a link to print sets a note; absent in others. */
  readonly format?: "note" | "large" | "pocket"
  readonly size?: "normal" | "larger"
  readonly cover?: boolean
  readonly margin?: boolean
  readonly contents?: boolean
}

/** Refused by the server, with its reason in the language of the page. */
export class RefusedError extends Error {}

/** `at` is the address of the note's links. Every function throws a RefusedError, or a TypeError without network. */
export function linksAt(at: string, signal: AbortSignal) {
  const ask = async (path: string, options: RequestInit): Promise<unknown> => {
    const answer = await fetch(path, {
      ...options,
      signal,
      headers: { Accept: "application/json", ...options.headers },
    })
    const told = (await answer.json()) as { error?: { message: string } }
    if (!answer.ok) throw new RefusedError(told.error?.message ?? String(answer.status))
    return told
  }
  const tell = (method: string, wish: Record<string, unknown>) => ({
    method,
    body: JSON.stringify(wish),
    headers: { "Content-Type": "application/json" },
  })
  return {
    list: async () => ((await ask(at, {})) as { links: readonly Link[] }).links,
    make: async (wish: Record<string, unknown>) => (await ask(at, tell("POST", wish))) as Link,
    change: async (link: Link, wish: Record<string, unknown>) =>
      (await ask(`${at}/${link.id}`, tell("PUT", wish))) as Link,
    close: async (link: Link) => (await ask(`${at}/${link.id}`, { method: "DELETE" })) as Link,
  }
}

/** The name of a right, also for a link without a label of its own. */
export const nameOf = (role: Link["role"], isOfFolder: boolean) =>
  t(isOfFolder && role === "edit" ? "folder.edit" : (`share.${role}` as Key))
