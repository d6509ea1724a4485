/** The links of a note as the server tells them: listed, made, changed and closed. */
import { html, nothing } from "lit-html"
import { icon } from "../screen/icon.ts"
import { type Key, t } from "../words.ts"
import { acts, type Hands, lockSign, type Place } from "./changing.ts"
import { when } from "./wish.ts"

export interface Link {
  readonly id: string
  readonly role: "print" | "read" | "comment" | "edit" | "manage"
  readonly label: string
  readonly url: string | null
  readonly is_open: boolean
  readonly has_password: boolean
  readonly may_close: boolean
  /** The page that gives it another address, for who manages. */
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

/** What a right is called, and a link that has no other name: who may change a pochette composes it. */
export const nameOf = (role: Link["role"], isOfFolder: boolean) =>
  t(isOfFolder && role === "edit" ? "folder.edit" : (`share.${role}` as Key))
const plainOf = (role: Link["role"], isOfFolder: boolean) =>
  t(isOfFolder && role === "edit" ? "folder.plainEdit" : (`share.plain.${role}` as Key))
const ICONS = { print: "printer", read: "eye", comment: "message-circle", edit: "pencil", manage: "pencil" }

/** The list at the side of the dialog; `hands` do what is asked of a link, `place` holds the one that is changed. */
export function linkList(links: readonly Link[], hands: Hands, place: Place) {
  const { now, isOfFolder } = place
  const open = links.filter(link => link.is_open)
  const shut = links.length - open.length
  return html`<h3>${t("share.open", { count: open.length })}</h3>
    <ul>${open.map(
      link => html`<li>
        <p class="who">${link.has_password ? lockSign() : nothing}${link.label || link.recipient || plainOf(link.role, isOfFolder)}</p>
        <p class="right ${link.role}">${icon(ICONS[link.role])}${nameOf(link.role, isOfFolder)}</p>
        <p class="use">${set(link)}${use(link, now)}<br>${
          link.expires_at
            ? t("share.until", { when: when(new Date(link.expires_at), now) })
            : t("share.noEnd")
        }</p>
        ${link.may_close ? acts(link, hands, place) : nothing}
      </li>`,
    )}</ul>
    ${shut ? html`<p class="past">${icon("clock")}${t("share.past", { count: shut })}</p>` : nothing}`
}

/** What is not as usual on the paper of a link to print. */
function set({ format, size, cover, margin, contents }: Link) {
  const said = [
    format && format !== "note" ? t(`share.formats.${format}`) : "",
    size === "larger" ? t("share.larger") : "",
    cover ? t("proof.cover") : "",
    format === "note" && margin === false ? t("share.noMargin") : "",
    contents === false ? t("share.noContents") : "",
  ].filter(Boolean)
  return said.length ? html`${said.join(" · ")}<br>` : nothing
}

function use(link: Link, now: Date): string {
  if (!link.used_at) return t("share.neverUsed")
  const last = when(new Date(link.used_at), now)
  if (link.max_openings)
    return t("share.usedOf", { count: link.openings, most: link.max_openings, when: last })
  if (link.role === "print") return t("share.usedTimes", { count: link.openings, when: last })
  return t("share.used", { when: last })
}
