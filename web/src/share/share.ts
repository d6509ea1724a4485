/** The share dialog, master and detail: the links at the left, the chosen one or a new one at the right. */
import "./share.css"
import "./links.css"
import "./people.css"
import { html, nothing, render } from "lit-html"
import { copyText } from "../screen/clipboard.ts"
import { icon } from "../screen/icon.ts"
import { t } from "../words.ts"
import {
  type Given,
  type Kind,
  type Leaving,
  type Link,
  type Listing,
  linksAt,
  type Person,
  RefusedError,
  type Request,
  titleOf,
} from "./api.ts"
import { asItIs, type Changing } from "./changing.ts"
import { fields } from "./fields.ts"
import { ACCESS, NEW, tabs } from "./links.ts"
import { linkPanel } from "./panel.ts"
import { passing, posting } from "./passing.ts"
import { accessPanel } from "./people.ts"
import { givesText, RIGHTS, WORDS } from "./rights.ts"
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
}

/** Who arrives while the dialog is open shows within so long. */
const LOOK_AGAIN_MS = 5000

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
  let wish: Wish = { ...NOTHING_ASKED, right: "read" }
  let made: Link | undefined
  let listing: Listing = { links: [] }
  let chosen = NEW
  let changing: Changing | undefined
  let removing: { readonly person: Person; readonly does: Leaving } | undefined
  let told = ""
  let hasCopied = false
  let isBusy = false
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
    if (chosen === ACCESS) return accessPanel(listing, { now, answer, end })
    if (!shown) return making()
    return linkPanel(
      shown,
      listing,
      { close, change: alter, open },
      { now, of, rights, changing, put },
      { now, removing, recognise, ask, remove },
      pass,
    )
  }
  const making = () => html`<fieldset class="role"><legend class="legend-text">${t("share.role")}</legend>
      <div class="seg">${offered.map(
        one =>
          html`<label><input type="radio" name="right" .checked=${one.right === wish.right}
            @change=${() => change({ right: one.right })}>${icon(one.icon)}${t(words[one.right][0])}</label>`,
      )}</div>
      ${givesText(of, wish.right, listing.gives)}
    </fieldset>
    ${server ? fields(wish, now, of === "note", change) : nothing}
    <div class="out">${common() ? pass(common()) : button()}</div>`
  const button =
    () => html`<button type="button" class="btn primary big make" ?disabled=${isBusy} @click=${make}>${icon(
      "link",
    )}${t("share.make")}</button>
    ${posting(mailAt)}
    <p class="hint">${icon("eye-off")}${t("share.preview")}</p>`
  const pass = (url: string) =>
    passing({
      url,
      subject: t(words.subject),
      isLocked: listing.links.some(one => one.url === url && one.has_password),
      hasCopied,
      mailAt,
      copy: () => copy(url),
    })
  const managing = () =>
    html`<p class="more"><a href=${page.linksAt?.replace(/links$/, "manage") ?? nothing}>${icon("lock")}${t("share.renewAll")}</a></p>`
  const rights = offered.map(({ right }) => right).filter(right => right !== "print")

  function choose(panel: string): void {
    chosen = panel
    changing = removing = undefined
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
  async function close(one: Link): Promise<void> {
    if (!confirm(t("share.shutSure"))) return
    await attempt(async () => {
      await server?.close(one)
      if (made?.id === one.id) made = undefined
      await list()
      choose(NEW)
      back()
      say(t("share.shutDone"))
    })
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
  const recognise = (person: Person) =>
    does("guests.knownDone", async () => {
      const shown = link()
      if (shown) await server?.recognise(shown, person)
    })
  async function ask(person: Person | undefined): Promise<void> {
    removing = undefined
    draw()
    await attempt(async () => {
      const shown = link()
      const found = shown && person ? await server?.leaving(shown, person) : undefined
      if (person && found) removing = { person, does: found }
      draw()
      dialog.querySelector<HTMLElement>(".sure .go")?.focus()
    })
  }
  const remove = (person: Person) =>
    does("guests.done.removed", async () => {
      const shown = link()
      if (shown) await server?.remove(shown, person)
      removing = undefined
    })
  const answer = (request: Request, role?: Given["role"]) =>
    does(role ? "guests.done.accessGiven" : "guests.done.accessRefused", async () => {
      await server?.answer(request, role)
    })
  const end = (given: Given) =>
    does("guests.done.accessEnded", async () => {
      await server?.end(given)
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
    sign()
  }
  /** The dot on the button that opens this dialog goes with what it told. */
  function sign(): void {
    const waits = listing.requests?.length || arrived().length
    if (!waits) document.querySelector("#share .news")?.remove()
  }
  const arrived = () =>
    listing.links.flatMap(one => (one.is_open ? (one.people ?? []) : [])).filter(person => person.is_new)
  /** The first look chooses where somebody waits; later ones tell who has come since. */
  async function begin(): Promise<void> {
    await list()
    const waiting = listing.links.find(one => one.is_open && one.people?.some(person => person.is_new))
    if (chosen === NEW && !dialog.classList.contains("inner") && (listing.requests?.length || waiting)) {
      chosen = listing.requests?.length ? ACCESS : (waiting?.id ?? NEW)
      draw()
    }
    lookAgain()
  }
  function lookAgain(): void {
    const timer = setTimeout(async () => {
      const before = new Set(arrived().map(person => person.visitor))
      await list().catch(() => undefined)
      const come = arrived().filter(person => !before.has(person.visitor))
      if (come.length) say(t("guests.arrivals", { count: come.length }))
      if (!closed.signal.aborted) lookAgain()
    }, LOOK_AGAIN_MS)
    closed.signal.addEventListener("abort", () => clearTimeout(timer))
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

  document.body.append(dialog)
  draw()
  dialog.showModal()
  if (server) void attempt(begin)
}
