/** Requests about a pochette, and the shape of the answers. */

import { t } from "../words.ts"

export type Status = "draft" | "to-review" | "reviewed" | "ready"

export interface FolderNote {
  readonly id: string
  readonly title: string
  readonly theme: string
  readonly status: Status
  readonly minutes: number
  /** 1 to 8: the colour of its tab. */
  readonly colour: number
  /** Address of the note inside the pochette. */
  readonly read: string
  /** Its own address, where this device has one. */
  readonly open: string | null
  /** Why it cannot be printed as it is, or nothing. */
  readonly problem: string
  /** The link by which it came was closed: it is neither read nor printed here any more. */
  readonly withdrawn: boolean
  /** In the archive of its classeur: it is read and printed, and not written. */
  readonly archived: boolean
  /** Who lets it be seen that they have read it, the latest first; told to who may edit. */
  readonly read_by?: readonly { readonly name: string; readonly at: string }[]
  /** A withdrawn note left the classeur, or its links were renewed; `problem` says what to do. */
  readonly renewed?: boolean
  /** Whether this device may show it again. */
  readonly renew?: boolean
}

export interface Options {
  readonly title: string
  readonly day: string
  readonly audience: string
  readonly classification: string
  readonly format: "note" | "large"
  readonly cover: boolean
  readonly contents: boolean
  readonly two_sided: boolean
  readonly recipients: readonly string[]
  readonly agenda: readonly string[]
  readonly message: string
  /** Whether copies say in front what has changed since the last one of their recipient. */
  readonly since: boolean
  /** Whether its pages have QR codes. */
  readonly code: boolean
  readonly numbers: boolean
  readonly holes: boolean
}

export interface FolderPage {
  /** `/p/TOKEN`. */
  readonly base: string
  /** Its own address, which gives nothing. */
  readonly own: string
  readonly role: string
  readonly folder: Options
  readonly notes: readonly FolderNote[]
  readonly links: Partial<Record<"edit" | "read" | "print", string>>
  readonly linksAt: string
  readonly mails: boolean
  /** The endings of the files that become notes. */
  readonly accept: string
  readonly where: Whereabouts
  /** How many notes of the pochette before could not be taken. */
  readonly left: number
}

/** The classeur of a pochette, '' for none that this device may read, and those that would take it in. */
export interface Whereabouts {
  readonly name: string
  readonly url: string
  readonly may_leave: boolean
  /** Where a file becomes a note of the classeur, '' for who may not begin one there. */
  readonly files_at: string
  readonly into: readonly Binder[]
}

export interface Binder {
  readonly id: string
  readonly name: string
  readonly readers: number
  readonly editors: number
}

/** How far the print is; `pages` and `starts` by the id of the note. */
export interface Print {
  readonly key: string
  readonly done: number
  readonly of: number
  readonly pages: Readonly<Record<string, number | null>>
  readonly starts: Readonly<Record<string, number>>
  readonly total: number | null
  readonly sheets: number | null
  readonly ready: boolean
  readonly problem: { readonly note: string | null; readonly message: string } | null
}

/** A print that was made of it. */
export interface Edition {
  readonly number: number
  readonly at: string
  readonly by: string
  readonly notes: number
  readonly recipient: string
  readonly pdf: string
  /** Target of its code; null once that link is closed. */
  readonly url: string | null
}

/** A note to add: of the classeur of that name, with its last change, or one that this device has opened. */
export type Choice = { readonly note: string; readonly title: string } & (
  | { readonly binder: string; readonly theme: string; readonly changed: string }
  | { readonly binder?: undefined; readonly opened: string }
)

export interface Choices {
  readonly notes: readonly Choice[]
  /** How many of the classeur are not among them: words of the title find those. */
  readonly more: number
}

/** Refused by the server, with its reason in the language of the page. */
export class RefusedError extends Error {}

/** The notes in order, and the agenda in the numbers of this order. */
export interface Listed {
  readonly notes: readonly FolderNote[]
  readonly agenda: readonly string[]
}

/** Every function throws a RefusedError, or a TypeError without network. */
export function folderAt(base: string) {
  const send = <Answer>(path: string, method: string, body?: unknown) =>
    ask<Answer>(base + path, method, body)
  return {
    add: (wish: { links?: readonly string[]; notes?: readonly string[] }) =>
      send<Listed>("/notes", "POST", wish),
    remove: (id: string) => send<Listed>(`/notes/${id}`, "DELETE"),
    paint: (id: string, colour: number) => send<Listed>(`/notes/${id}`, "PUT", { colour }),
    renew: (id: string) => send<Listed>(`/notes/${id}/renew`, "POST", {}),
    putBack: (id: string) => send<Listed>(`/notes/${id}`, "POST", {}),
    order: (order: readonly string[]) => send<Listed>("/notes", "PUT", { order }),
    notes: () => send<Listed>("/notes", "GET"),
    choices: (find = "") =>
      send<Choices>(`/choices${find ? `?find=${encodeURIComponent(find)}` : ""}`, "GET"),
    move: (binder: string | null) => send<{ binder: string | null }>("/binder", "PUT", { binder }),
    editions: async () => (await send<{ editions: readonly Edition[] }>("/editions", "GET")).editions,
    closeEdition: (number: number) => send<Edition>(`/edition/${number}/close`, "POST", {}),
    change: (wish: Partial<Options>) => send<Options>("/folder", "PUT", wish),
    /** Long poll: answers when the print is further than `seen`; `copy` is that of the n-th recipient. */
    print: (seen: Print | undefined, signal: AbortSignal, copy = "") =>
      ask<Print>(
        `${base}/print?${new URLSearchParams({
          ...(copy ? { copy } : {}),
          ...(seen ? { key: seen.key, seen: String(seen.done) } : {}),
        })}`,
        "GET",
        undefined,
        signal,
      ),
  }
}

/** Makes a note of a file at this address; gives the note's own address or, outside a classeur, its link. */
export async function noteOf(file: File, address: string): Promise<string> {
  const form = new FormData()
  form.append("file", file)
  const made = await ask<{ url?: string; links?: { edit?: string } }>(address, "POST", form)
  const there = made.links?.edit ?? made.url
  // Of a zip many notes are made, later.
  if (!there) throw new RefusedError(t("folder.nothingDropped"))
  return there
}

async function ask<Answer>(
  path: string,
  method: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Answer> {
  const isForm = body instanceof FormData
  const answer = await fetch(path, {
    method,
    headers: {
      Accept: "application/json",
      ...(body && !isForm ? { "Content-Type": "application/json" } : {}),
    },
    ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
    ...(signal ? { signal } : {}),
  })
  const told = await answer.json()
  if (!answer.ok) throw new RefusedError(told.error?.message ?? String(answer.status))
  return told as Answer
}
