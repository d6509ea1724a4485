/** The share dialog: make a link with a right, pass it on, and list the open links. */
import "./share.css"
import "./links.css"
import { html, nothing, render } from "lit-html"
import { copyText } from "../screen/clipboard.ts"
import { icon } from "../screen/icon.ts"
import { t } from "../words.ts"
import { type Link, linksAt, RefusedError } from "./api.ts"
import { asItIs, type Changing } from "./changing.ts"
import { channels } from "./channels.ts"
import { fields } from "./fields.ts"
import { linkList } from "./links.ts"
import { asked, isSpecial, NOTHING_ASKED, type Right, type Wish } from "./wish.ts"

interface Shared {
  /** The links that everybody here has; `edit` is null without the right to share it. */
  readonly links: { readonly edit: string | null; readonly read: string | null }
  /** Address of the links API; absent without the right to list or make links. */
  readonly linksAt?: string
  /** Whether the server sends mail. */
  readonly mails?: boolean
  /** Role of the visitor; a manager is led to the renewal of all links. */
  readonly role?: string
  /** Kind of target of the links; a note by default. */
  readonly of?: "note" | "folder"
}

const RIGHTS: readonly { right: Right; icon: string }[] = [
  { right: "print", icon: "printer" },
  { right: "read", icon: "eye" },
  { right: "comment", icon: "message-circle" },
  { right: "edit", icon: "pencil" },
]
/** Texts for the rights of a pochette, which differ from those of a note. */
const WORDS = {
  note: {
    title: "share.title",
    list: "share.list",
    subject: "share.subject",
    print: ["share.print", "share.printText"],
    read: ["share.read", "share.readText"],
    comment: ["share.comment", "share.commentText"],
    edit: ["share.edit", "share.editText"],
  },
  folder: {
    title: "folder.shareTitle",
    list: "folder.shareList",
    subject: "folder.shareSubject",
    print: ["folder.printShort", "folder.printText"],
    read: ["folder.read", "folder.readText"],
    comment: ["share.comment", "share.commentText"],
    edit: ["folder.edit", "folder.editText"],
  },
} as const

/** Opens the dialog over the page; it removes itself when it closes. */
export function shareDialog(page: Shared): void {
  const closed = new AbortController()
  const words = WORDS[page.of ?? "note"]
  const server = page.linksAt ? linksAt(page.linksAt, closed.signal) : undefined
  const isOffered = {
    print: server,
    read: page.links.read,
    comment: page.of === "folder" ? undefined : server,
    edit: page.links.edit,
  }
  const offered = RIGHTS.filter(({ right }) => isOffered[right])
  const dialog = document.createElement("dialog")
  dialog.className = "panel share"
  dialog.classList.toggle("wide", server !== undefined)
  dialog.setAttribute("aria-labelledby", "share-title")
  dialog.addEventListener("close", () => {
    closed.abort()
    dialog.remove()
  })
  // A press beside the dialog lands on the element itself, which has no padding of its own.
  dialog.addEventListener("pointerdown", event => event.target === dialog && dialog.close())

  const now = new Date()
  let wish: Wish = { ...NOTHING_ASKED, right: "read" }
  let made: Link | undefined
  let links: readonly Link[] = []
  let changing: Changing | undefined
  let told = ""
  let hasCopied = false
  let isBusy = false
  const address = () =>
    made?.url ?? (isSpecial(wish) ? "" : (page.links[wish.right as "read" | "edit"] ?? ""))

  const draw = () => {
    const chosen = RIGHTS.find(({ right }) => right === wish.right)
    const title = html`<h2 id="share-title">${t(words.title)}</h2>`
    render(
      html`<header>${title}
          <button type="button" class="x" aria-label=${t("share.close")} @click=${() => dialog.close()}>${icon("x")}</button></header>
        <div class="inside">
          <fieldset class="role"><legend class="legend-text">${t("share.role")}</legend>
            <div class="seg">${offered.map(
              one =>
                html`<label><input type="radio" name="right" .checked=${one === chosen}
                  @change=${() => change({ right: one.right })}>${icon(one.icon)}${t(words[one.right][0])}</label>`,
            )}</div>
            ${chosen ? html`<p class="gives">${icon(chosen.icon)}<span>${t(words[chosen.right][1])}</span></p>` : nothing}
          </fieldset>
          ${server ? fields(wish, now, page.of !== "folder", change) : nothing}
          <div class="out">${address() ? passing(address()) : making()}
            <p class=${told && !hasCopied ? "told" : "vh"} role="status">${told}</p>
          </div>
        </div>
        ${server ? html`<aside aria-label=${t(words.list)}>${listed()}${page.role === "manage" ? managing() : nothing}</aside>` : nothing}`,
      dialog,
    )
  }

  const making =
    () => html`<button type="button" class="btn primary big make" ?disabled=${isBusy} @click=${make}>${icon(
      "link",
    )}${t("share.make")}</button>
    ${posting()}
    <p class="hint">${icon("eye-off")}${t("share.preview")}</p>`

  const posting = () =>
    page.mails
      ? html`<a class="btn" href=${page.linksAt?.replace(/links$/, "mail") ?? nothing}>${icon("mail")}${t("mail.title")}</a>`
      : nothing
  const passing = (link: string) => html`<div class="addr">
      <input class="input" readonly aria-label=${t("share.address")} .value=${link}
        @focus=${(event: Event) => (event.target as HTMLInputElement).select()}>
      <button type="button" class="btn primary" @click=${copy}>${
        hasCopied ? html`${icon("check")}${t("share.copied")}` : html`${icon("copy")}${t("share.copy")}`
      }</button>
    </div>
    <div class="via">
      ${channels(link, t(words.subject)).map(
        ({ name, icon: symbol, href }) =>
          html`<a class="btn" href=${href} target=${href.startsWith("https:") ? "_blank" : nothing}
            rel="noopener noreferrer">${icon(symbol)}${name}</a>`,
      )}
      ${
        "share" in navigator
          ? html`<button type="button" class="btn" @click=${passOn}>${icon("share-2")}${t("share.other")}</button>`
          : nothing
      }
      ${posting()}
    </div>
    <img class="qr" src=${`${new URL(link, location.href).pathname}/qr.svg`} alt=${t("share.qr")} width="116" height="116">
    <p class="hint">${
      isLocked(link)
        ? html`${icon("lock")}${t("share.tellApart")}`
        : html`${icon("eye-off")}${t("share.preview")}`
    }</p>`
  const managing = () =>
    html`<p class="more"><a href=${page.linksAt?.replace(/links$/, "manage") ?? nothing}>${t("share.renewAll")}</a></p>`
  const isLocked = (url: string) => links.some(link => link.url === url && link.has_password)
  const put = (part: Partial<Changing>) => {
    if (changing) changing = { ...changing, ...part }
    draw()
  }
  const rights = offered.map(({ right }) => right).filter(right => right !== "print")
  const listed = () =>
    linkList(
      links,
      { close, change: alter, open },
      { now, isOfFolder: page.of === "folder", rights, changing, put },
    )

  function change(part: Partial<Wish>): void {
    wish = { ...wish, ...part }
    made = undefined
    say("")
  }
  function say(text: string, copied = false): void {
    told = text
    hasCopied = copied
    draw()
  }
  async function make(): Promise<void> {
    isBusy = true
    draw()
    await attempt(async () => {
      made = await server?.make(asked(wish, page.of !== "folder"))
      await list()
      dialog.querySelector<HTMLElement>(".addr .btn")?.focus()
    })
    isBusy = false
    draw()
  }
  async function close(link: Link): Promise<void> {
    if (!confirm(t("share.shutSure"))) return
    await attempt(async () => {
      await server?.close(link)
      if (made?.id === link.id) made = undefined
      await list()
      say(t("share.shutDone"))
    })
  }
  function open(link: Link): void {
    changing = changing?.id === link.id ? undefined : asItIs(link)
    say("")
    dialog.querySelector<HTMLElement>("form.change .input")?.focus()
  }
  async function alter(link: Link, wish: Record<string, unknown>): Promise<void> {
    await attempt(async () => {
      if (Object.keys(wish).length > 0) await server?.change(link, wish)
      changing = undefined
      await list()
      say(t("share.changeDone"))
    })
  }
  async function list(): Promise<void> {
    links = (await server?.list()) ?? []
    draw()
  }
  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (closed.signal.aborted) return
      say(error instanceof RefusedError ? error.message : t("share.noNetwork"))
    }
  }
  async function copy(): Promise<void> {
    const copied = await copyText(address())
    say(t(copied ? "share.copiedText" : "share.notCopied"), copied)
    if (!copied) dialog.querySelector("input[readonly]")?.dispatchEvent(new Event("focus"))
  }
  function passOn(): void {
    // A rejection means that the person cancelled.
    navigator.share({ url: address() }).catch(() => undefined)
  }

  document.body.append(dialog)
  draw()
  dialog.showModal()
  if (server) void attempt(list)
}
