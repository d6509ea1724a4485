/** The share dialog, master and detail: the links at the left, the chosen one or a new one at the right. */
import "./share.css"
import "./links.css"
import "./people.css"
import { html, nothing, render } from "lit-html"
import { copyText } from "../screen/clipboard.ts"
import { icon } from "../screen/icon.ts"
import { openModal } from "../screen/modal.ts"
import { t } from "../words.ts"
import { type Closing, type Kind, type Link, type Listing, linksAt, RefusedError, titleOf } from "./api.ts"
import { arrivals, drawSign, lookAgain, waitingIn } from "./arrivals.ts"
import { asItIs, type Changing } from "./changing.ts"
import { asText } from "./channels.ts"
import { PeopleDeeds } from "./deeds.ts"
import { ACCESS, NEW, tabs } from "./links.ts"
import { makingPanel } from "./making.ts"
import { linkPanel } from "./panel.ts"
import { passing } from "./passing.ts"
import { accessPanel } from "./people.ts"
import { RIGHTS, WORDS } from "./rights.ts"
import { asked, isSpecial, NOTHING_ASKED, type Wish } from "./wish.ts"

interface Shared {
  /** The links that everybody here has; null where there is none yet, which one is made for. */
  readonly links: { readonly edit: string | null; readonly read: string | null }
  /** Address of the links API; absent without the right to list or make links. */
  readonly linksAt?: string
  /** Whether the server sends mail. */
  readonly mails?: boolean
  /** Role of the visitor; a manager is led to the renewal of all links. */
  readonly role?: string
  /** Kind of target of the links; a note by default. */
  readonly of?: Kind
  /** What a classeur is called. */
  readonly name?: string
  /** The title of a note, which goes before the address in a message; none of a classified one. */
  readonly title?: string
  /** The right that is chosen first; to read by default. */
  readonly right?: Wish["right"]
}

/** Opens the dialog over the page; it removes itself when it closes. */
export function shareDialog(page: Shared): void {
  const closed = new AbortController()
  const of = page.of ?? "note"
  const words = WORDS[of]
  const server = page.linksAt ? linksAt(page.linksAt, closed.signal) : undefined
  const isOffered = {
    print: of === "binder" ? undefined : server,
    read: page.links.read ?? server,
    comment: of === "folder" ? undefined : server,
    edit: page.links.edit ?? server,
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
  let wish: Wish = { ...NOTHING_ASKED, right: page.right ?? "read" }
  let made: Link | undefined
  let listing: Listing = { links: [] }
  let chosen = NEW
  let changing: Changing | undefined
  /** The link that is about to be closed. */
  let shutting: { readonly id: string; readonly does: Closing } | undefined
  let told = ""
  let hasCopied = false
  let isBusy = false
  const people = new PeopleDeeds({
    ...{ server, dialog, attempt, does },
    link: () => link(),
    draw: () => draw(),
  })
  const link = () => listing.links.find(one => one.id === chosen)
  const common = () => made?.url ?? (isSpecial(wish) ? "" : (page.links[wish.right as "read" | "edit"] ?? ""))
  const mailAt = page.mails ? page.linksAt?.replace(/links$/, "mail") : undefined

  const draw = () => {
    const title = html`<h2 id="share-title">${page.name ? t(words.title, { name: page.name }) : t(words.title)}</h2>`
    const x = html`<button type="button" class="x" aria-label=${t("share.close")} @click=${() => dialog.close()}>${icon("x")}</button>`
    const status = html`<p class=${told && !hasCopied ? "told" : "vh"} role="status">${told}</p>`
    if (!server) {
      render(html`<header>${title}${x}</header><div class="inside">${making()}${status}</div>`, dialog)
      return
    }
    render(
      html`<div class="side"><div class="head">${title}${x}</div>
          ${tabs(listing, { chosen, now, of, choose })}
          ${page.role === "manage" ? managing() : nothing}</div>
        <div class="detail" role="tabpanel" id="share-panel" aria-labelledby="share-chosen">
          <div class="head"><button type="button" class="x back" aria-label=${t("guests.back")} @click=${back}>${icon("chevron-left")}</button>
            <h3 id="share-chosen" tabindex="-1">${panelTitle()}</h3>${x}</div>
          <div class="inside">${panel()}${status}</div></div>`,
      dialog,
    )
  }
  const panelTitle = () => {
    const shown = link()
    return shown ? titleOf(shown, of) : t(chosen === ACCESS ? "guests.givenTitle" : "guests.newLink")
  }
  const panel = () => {
    const shown = link()
    if (chosen === ACCESS) return accessPanel(listing, { now, ...people.access })
    if (!shown) return making()
    return linkPanel(
      shown,
      listing,
      { close, keep, change: alter, open },
      { now, of, rights, changing, shutting, put },
      { ...people, now },
      pass,
    )
  }
  const making = () =>
    makingPanel({
      ...{ of, now, wish, offered, isBusy, mailAt, change, make },
      gives: listing.gives,
      endsAt: listing.ends_at,
      makes: server !== undefined,
      ways: common() ? pass(common()) : undefined,
    })
  const what = page.title ? t("share.named", { title: page.title }) : t(words.subject)
  const pass = (url: string) =>
    passing({
      message: { url, what },
      subject: t(words.subject),
      isLocked: listing.links.some(one => one.url === url && one.has_password),
      hasCopied,
      mailAt,
      copy: () => copy(url),
      copyFor: name => copyFor(name, asText({ url, what })),
    })
  const managing = () =>
    html`${listing.outlived ? html`<p class="hint outlived">${icon("triangle-alert")}${t("ending.outlived", { count: listing.outlived })}</p>` : nothing}<p class="more"><a href=${page.linksAt?.replace(/links$/, "manage") ?? nothing}>${icon("lock")}${t("share.renewAll")}</a></p>`
  const rights = offered.map(({ right }) => right).filter(right => right !== "print")

  function choose(panel: string): void {
    chosen = panel
    changing = shutting = people.removing = undefined
    dialog.classList.add("inner")
    say("")
    if (!matchMedia("(min-width: 761px)").matches) dialog.querySelector<HTMLElement>(".detail h3")?.focus()
  }
  function back(): void {
    dialog.classList.remove("inner")
    dialog.querySelector<HTMLElement>("[role=tab][aria-selected=true]")?.focus()
  }
  function put(part: Partial<Changing>): void {
    if (changing) changing = { ...changing, ...part }
    draw()
  }
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
      made = await server?.make(asked(wish, of === "note"))
      await list()
      dialog.querySelector<HTMLElement>(".addr .btn")?.focus()
    })
    isBusy = false
    draw()
  }
  /** The first press asks, the second closes. */
  async function close(one: Link, also: readonly string[] = []): Promise<void> {
    if (shutting?.id !== one.id) {
      await attempt(async () => {
        const does = await server?.closing(one)
        if (does) shutting = { id: one.id, does }
        draw()
        dialog.querySelector<HTMLElement>(".sure .go")?.focus()
      })
      return
    }
    shutting = undefined
    draw()
    await attempt(async () => {
      await server?.close(one, also)
      if (made?.id === one.id) made = undefined
      await list()
      choose(NEW)
      back()
      say(t("share.shutDone"))
    })
  }
  function keep(): void {
    shutting = undefined
    draw()
    dialog.querySelector<HTMLElement>(".shut-link")?.focus()
  }
  function open(one: Link): void {
    changing = changing?.id === one.id ? undefined : asItIs(one)
    say("")
    dialog.querySelector<HTMLElement>("form.change .input")?.focus()
  }
  const alter = (one: Link, wish: Record<string, unknown>) =>
    does("share.changeDone", async () => {
      if (Object.keys(wish).length > 0) await server?.change(one, wish)
      changing = undefined
    })
  async function does(done: Parameters<typeof t>[0], work: () => Promise<void>): Promise<void> {
    await attempt(async () => {
      await work()
      await list()
      say(t(done))
      // What was pressed is gone: the keyboard goes on from the panel.
      if (!dialog.contains(document.activeElement) || document.activeElement === dialog)
        dialog.querySelector<HTMLElement>(".detail h3")?.focus()
    })
  }
  async function list(): Promise<void> {
    listing = (await server?.list()) ?? listing
    if (chosen !== NEW && chosen !== ACCESS && !link()?.is_open) chosen = NEW
    draw()
    drawSign(listing)
  }
  /** The first look chooses where somebody waits; later ones tell who has come since. */
  async function begin(): Promise<void> {
    await list()
    const waiting = waitingIn(listing)
    if (waiting && chosen === NEW && !dialog.classList.contains("inner")) {
      chosen = waiting
      draw()
    }
    lookAgain(look, closed.signal)
  }
  async function look(): Promise<void> {
    const before = new Set(arrivals(listing).map(person => person.visitor))
    await list().catch(() => undefined)
    const come = arrivals(listing).filter(person => !before.has(person.visitor))
    if (come.length) say(t("guests.arrivals", { count: come.length }))
  }
  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (closed.signal.aborted) return
      say(error instanceof RefusedError ? error.message : t("share.noNetwork"))
    }
  }
  async function copy(url: string): Promise<void> {
    const copied = await copyText(url)
    say(t(copied ? "share.copiedText" : "share.notCopied"), copied)
    if (!copied) dialog.querySelector("input[readonly]")?.dispatchEvent(new Event("focus"))
  }

  async function copyFor(name: string, message: string): Promise<void> {
    const copied = await copyText(message)
    say(t(copied ? "share.paste" : "share.notCopied", { name }))
    if (!copied) dialog.querySelector("input[readonly]")?.dispatchEvent(new Event("focus"))
  }

  document.body.append(dialog)
  draw()
  openModal(dialog)
  if (server) void attempt(begin)
}
