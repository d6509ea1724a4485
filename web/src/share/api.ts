/** The links of a note, as the server lists, makes, changes and closes them. */
import { type Key, t } from "../words.ts"

export interface Link {
  readonly id: string
  readonly role: "print" | "read" | "comment" | "edit" | "manage"
  readonly label: string
  readonly url: string | null
  readonly is_open: boolean
  readonly has_password: boolean
  /** When many wrong passwords were tried last, within a month; for who manages. */
  readonly tried_at?: string | null
  readonly may_close: boolean
  /** Page of its renewal, for managers. */
  readonly renew_at: string | null
  readonly openings: number
  readonly max_openings: number | null
  readonly made_at: string | null
  readonly used_at: string | null
  /** Who came by it; null for who neither made the link nor manages, absent in the answer to a change. */
  readonly people?: readonly Person[] | null
  readonly expires_at: string | null
  /** For how many hours a device keeps what it takes along, 0 for nothing; null for a link to print. */
  readonly carry_hours: number | null
  readonly recipient?: string
  /** How a link to print sets a note; absent in others. */
  readonly format?: "note" | "large" | "pocket"
  readonly size?: "normal" | "larger"
  readonly cover?: boolean
  readonly margin?: boolean
  readonly contents?: boolean
  readonly pictures?: boolean
  readonly pages?: number | null
  readonly addresses?: boolean
  readonly numbers?: boolean
  readonly holes?: boolean
}

/** A visitor with the devices that came by a link; times are ISO. */
export interface Person {
  readonly visitor: string
  readonly name: string | null
  readonly colour: number
  readonly devices: readonly string[]
  readonly since: string
  readonly seen_at: string
  readonly is_here: boolean
  /** An arrival: nobody who manages has said yet that they know this person. */
  readonly is_new: boolean
  readonly is_you: boolean
  readonly manages: boolean
  readonly may_remove: boolean
}

/** Somebody without any right who asks for one. */
export interface Request {
  readonly id: string
  readonly name: string
  readonly colour: number
  readonly device: string
  readonly asked_at: string
  /** Title of what is asked for, where it is in the classeur that is looked at. */
  readonly of: string | null
  /** Why the name needs a second look. */
  readonly doubt: "" | "address" | "organisation" | "known"
}

/** Somebody with a right that rests on no link. */
export interface Given {
  readonly visitor: string
  /** The id of what it is on, and its title where that is not what is looked at but in it. */
  readonly target: string
  readonly of: string | null
  readonly name: string | null
  readonly colour: number
  readonly device: string
  readonly role: "read" | "comment" | "edit"
  readonly seen_at: string
}

export interface Listing {
  readonly links: readonly Link[]
  /** When a link that is made now ends at the latest: with the one of who makes it; null for no such end. */
  readonly ends_at?: string | null
  /** How many open links somebody may know who lost their right; for who manages, as the next two. */
  readonly outlived?: number
  readonly requests?: readonly Request[]
  readonly given?: readonly Given[]
  /** Whether requests are taken. */
  readonly asks?: boolean
  /** Of a classeur: what somebody may do by a link, by its right, in the language of the page. */
  readonly gives?: { readonly [right: string]: string }
  /** The classeur that opens it too, for who has a right there; numbers for who may edit it. */
  readonly through?: {
    readonly name: string
    readonly url: string
    readonly people: number | null
    readonly links: number | null
  }
}

/** What removing somebody does, before it is done. */
export interface Leaving {
  readonly name: string
  /** Sentences in the language of the page: what ends, what stays, what the person still holds. */
  readonly says: readonly string[]
  /** How many older links can be renewed too, whose addresses they may have seen. */
  readonly seen: number
  /** What is sent back, so that nothing else is done than was told. */
  readonly told: string
}

/** What closing a link ends, before it is done. */
export interface Closing {
  readonly says: readonly string[]
  /** Boxes for the links that were made through it. */
  readonly also: readonly { readonly value: string; readonly text: string; readonly is_ticked: boolean }[]
}

/** What links open. */
export type Kind = "note" | "folder" | "binder"

/** Refused by the server, with its reason in the language of the page. */
export class RefusedError extends Error {}

/** `at` is the address of the note's links. Every function throws a RefusedError, or a TypeError without network. */
export function linksAt(at: string, signal: AbortSignal) {
  const base = at.replace(/\/links$/, "")
  const of = (link: Link, person: Person) => `${at}/${link.id}/people/${person.visitor}`
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
    list: async () => (await ask(at, {})) as Listing,
    make: async (wish: Record<string, unknown>) => (await ask(at, tell("POST", wish))) as Link,
    change: async (link: Link, wish: Record<string, unknown>) =>
      (await ask(`${at}/${link.id}`, tell("PUT", wish))) as Link,
    leaving: async (link: Link, person: Person) => (await ask(of(link, person), {})) as Leaving,
    remove: async (link: Link, person: Person, { told }: Leaving, seen: boolean) =>
      (await ask(of(link, person), tell("POST", { told, seen }))) as Link,
    recognise: (link: Link, person: Person) => ask(`${of(link, person)}/recognised`, tell("POST", {})),
    /** Without a role the request is refused. */
    answer: (request: Request, role?: Given["role"]) =>
      ask(`${base}/requests/${request.id}`, tell("POST", role ? { role } : {})),
    refuseAll: () => ask(`${base}/requests`, tell("POST", {})),
    take: (asks: boolean) => ask(`${base}/asking`, tell("POST", asks ? { asks: "on" } : {})),
    /** The page of its end; it works without script too. */
    givenAt: (given: Given) => `${base}/given/${given.visitor}?of=${given.target}`,
    closing: async (link: Link) => (await ask(`${at}/${link.id}/close`, {})) as Closing,
    /** `also`: which links made through it are closed too. */
    close: async (link: Link, also: readonly string[]) => {
      const asked = (also.length ? also : [""]).map(one => `also=${one}`).join("&")
      return (await ask(`${at}/${link.id}?${asked}`, { method: "DELETE" })) as Link
    },
  }
}

/** The name of a right, also for a link without a label of its own. */
export const nameOf = (role: Link["role"], of: Kind) =>
  t(of === "folder" && role === "edit" ? "folder.edit" : (`share.${role}` as Key))

/** What a link is called: for whom it was made, else what it gives. */
export const titleOf = (link: Link, of: Kind) =>
  link.label ||
  link.recipient ||
  t(of === "folder" && link.role === "edit" ? "folder.plainEdit" : (`share.plain.${link.role}` as Key))
