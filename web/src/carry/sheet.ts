/** The sheet of taking along: what, how far, until when, and all of it erased. Loaded when it is pressed. */
import "./sheet.css"
import { html, nothing, type TemplateResult } from "lit-html"
import { ask } from "../screen/ask.ts"
import { icon } from "../screen/icon.ts"
import { panel } from "../screen/panel.ts"
import { t } from "../words.ts"
import { putIcons } from "./icons.ts"
import { type Listing, listing, notesAmong } from "./listing.ts"
import { isOfDevice } from "./of-device.ts"
import { hear, type Progress } from "./progress.ts"
import { hereOf, keptFor, notesOf, sizeOf } from "./said.ts"
import { carryHere, showState } from "./state.ts"
import type { Carry, What } from "./store.ts"
import { clear, forget, type Outcome, take } from "./take.ts"
import { wish, wishes } from "./wishes.ts"

const PHONE = "(max-width: 640px) and (pointer: coarse)"
const READING = "/api/reading"

let isOpen = false

export function openSheet(slot: HTMLElement): void {
  if (isOpen || document.querySelector("dialog:modal")) return
  isOpen = true
  putIcons()
  new Sheet(slot).open()
}

class Sheet {
  readonly #slot: HTMLElement
  readonly #isPhone = matchMedia(PHONE).matches
  readonly #panel = panel("carry-sheet", t(this.#isPhone ? "carry.titlePhone" : "carry.title"))
  #base: string
  #carry: Carry | undefined
  #progress: Progress | undefined
  /** What there would be to take along, before anything is. */
  #offers: { readonly [what in What]?: Listing | undefined } = {}
  #said = ""
  #isKept: boolean | undefined
  #tells: boolean | undefined

  constructor(slot: HTMLElement) {
    this.#slot = slot
    this.#base = slot.dataset.base ?? ""
  }

  open(): void {
    this.#panel.dialog.addEventListener("close", () => {
      isOpen = false
      showState(this.#slot)
    })
    hear(told => {
      this.#progress = told
      void this.#read()
    })
    void this.#read()
    void this.#look()
  }

  /** What is here, from the store. */
  async #read(): Promise<void> {
    this.#carry = await carryHere(this.#base)
    this.#base = this.#carry?.base ?? this.#base
    this.#isKept = await navigator.storage?.persisted?.()
    this.#draw()
  }

  /** What there is, from the server. */
  async #look(): Promise<void> {
    if (isOfDevice()) return
    const all = await listing(this.#base, "all")
    if (typeof all === "string")
      this.#said = all === "offline" || all === "later" ? t("carry.noNetwork") : t("carry.gone")
    else this.#offers = { all, day: all.kind === "binder" ? await this.#day() : undefined }
    const told = await ask<{ tells: boolean }>("GET", READING)
    if ("body" in told) this.#tells = told.body.tells
    this.#draw()
  }

  async #day(): Promise<Listing | undefined> {
    const day = await listing(this.#base, "day")
    return typeof day === "string" ? undefined : day
  }

  get #what(): What | undefined {
    return wishes()[this.#base]
  }

  async #choose(what: What | undefined): Promise<void> {
    this.#said = ""
    if (!what) {
      await forget(this.#base)
      return this.#read()
    }
    wish(this.#base, what)
    this.#draw()
    // Firefox asks, and answers only once somebody has.
    void navigator.storage?.persist?.().then(
      () => this.#read(),
      () => undefined,
    )
    const outcome = await take(this.#base, what, true)
    this.#said = this.#told(outcome)
    if (outcome === "failed" || outcome === "gone") await forget(this.#base)
    await this.#read()
  }

  #told(outcome: Outcome): string {
    if (outcome === "failed") return t("carry.failed")
    if (outcome === "gone") return t("carry.gone")
    if (outcome === "full") return t("carry.full")
    return outcome === "whole" || outcome === "busy" ? "" : t("carry.noNetwork")
  }

  async #erase(): Promise<void> {
    await clear()
    this.#said = t("carry.erased")
    await this.#read()
  }

  async #tell(tells: boolean): Promise<void> {
    const told = await ask<{ tells: boolean }>("PUT", READING, { tells })
    if ("body" in told) this.#tells = told.body.tells
    else this.#said = told.refusal
    this.#draw()
  }

  #draw(): void {
    const { all } = this.#offers
    const kind = this.#carry?.kind ?? all?.kind
    const hours = this.#carry?.hours ?? all?.hours
    this.#panel.draw(html`
      <p class="now" role="status">${this.#now()}</p>
      ${kind === "binder" ? this.#ofBinder() : kind ? this.#one(kind) : nothing}
      ${this.#tells === undefined ? nothing : this.#consent(this.#tells)}
      <div class="kept">${icon("lock")}<p>${hours ? keptFor(hours) : nothing} ${t("carry.ends")} ${this.#browser()}</p></div>
      ${
        this.#carry
          ? html`<button type="button" class="btn danger big" @click=${() => void this.#erase()}>${t(this.#isPhone ? "carry.erasePhone" : "carry.erase")}</button>`
          : nothing
      }`)
  }

  #now(): TemplateResult | typeof nothing {
    if (this.#said) return html`<b class="said">${this.#said}</b>`
    if (!this.#carry?.key || this.#carry.at === 0) return nothing
    return html`${icon("cloud-check")}<b>${hereOf(this.#carry)}</b>`
  }

  #ofBinder(): TemplateResult {
    const { day, all } = this.#offers
    const what = this.#what
    return html`
      ${this.#row("day", t("carry.of.day"), day && this.#renewed(day), what !== undefined, isOn => void this.#choose(isOn ? (what ?? "day") : undefined), what === "day")}
      ${this.#row("all", t("carry.of.binder"), this.#size(all), what === "all", isOn => void this.#choose(isOn ? "all" : "day"), what === "all")}`
  }

  #one(kind: "note" | "folder"): TemplateResult {
    const isOn = this.#what !== undefined
    return this.#row(
      "all",
      t(`carry.of.${kind}`),
      this.#size(this.#offers.all),
      isOn,
      on => void this.#choose(on ? "all" : undefined),
      isOn,
    )
  }

  #renewed(day: Listing): string {
    const count = notesAmong(day.pages)
    return count ? t("carry.renewed", { count }) : t("carry.noDay")
  }

  #size(all: Listing | undefined): string {
    const count = all ? notesAmong(all.pages) : this.#carry?.what === "all" ? this.#carry.notes : 0
    const isHere = this.#carry?.what === "all" && notesOf(this.#carry) > 0
    if (isHere && this.#carry) return t("carry.sized", { count, size: sizeOf(this.#carry) })
    return count ? t("carry.renewed", { count }) : ""
  }

  #row(
    name: string,
    label: string,
    about: string | undefined,
    isOn: boolean,
    turn: (isOn: boolean) => void,
    isTaken: boolean,
  ): TemplateResult {
    const turned = (event: Event) => turn((event.target as HTMLInputElement).checked)
    const progress = isTaken ? this.#progress : undefined
    return html`<label class="choice" data-row=${name}><span><b>${label}</b>${about ? html`<small>${about}</small>` : nothing}
        ${
          progress && progress.done < progress.all
            ? html`<progress max=${progress.all} value=${progress.done} aria-label=${label}></progress><small>${t("carry.progress", { done: progress.done, all: progress.all })}</small>`
            : nothing
        }</span>
      <input type="checkbox" role="switch" .checked=${isOn} ?disabled=${isOfDevice()} @change=${turned}></label>`
  }

  #consent(tells: boolean): TemplateResult {
    return this.#row(
      "tells",
      t("carry.tells"),
      t("carry.tellsHint"),
      tells,
      isOn => void this.#tell(isOn),
      false,
    )
  }

  /** What this browser promises. */
  #browser(): string {
    if (this.#isKept) return t("carry.promised")
    return isSafari() ? t("carry.safari") : t("carry.mayErase")
  }
}

/** Its engine erases what scripts have stored after a week without a visit. Source: https://webkit.org/tracking-prevention/. */
function isSafari(): boolean {
  const isOnHomeScreen = matchMedia("(display-mode: standalone)").matches
  return /AppleWebKit/.test(navigator.userAgent) && !/Chrom/.test(navigator.userAgent) && !isOnHomeScreen
}
